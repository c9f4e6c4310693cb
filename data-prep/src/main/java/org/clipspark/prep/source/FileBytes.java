package org.clipspark.prep.source;

import java.io.FileNotFoundException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.RowStatus;

/** Reads files of images, and streams whose contents may be damaged. */
final class FileBytes {
    private FileBytes() {}

    /** At most {@code limit + 1} bytes of the stream: one more than allowed shows that there were too many. */
    static byte[] atMost(InputStream in, long limit) throws IOException {
        return in.readNBytes((int) Math.min(limit + 1, Integer.MAX_VALUE - 8));
    }

    /** A row whose image is a file of its own. */
    static SourcePair pair(
            PairOrigin origin, String key, PairText text, Path file, long maxBytes, Configuration hadoop) {
        try (InputStream in = file.getFileSystem(hadoop).open(file)) {
            byte[] bytes = atMost(in, maxBytes);
            return bytes.length > maxBytes
                    ? SourcePair.rejected(origin, key, text, tooManyBytes(maxBytes))
                    : SourcePair.found(origin, key, text, new ImageBytes(bytes));
        } catch (FileNotFoundException e) {
            return SourcePair.rejected(origin, key, text, new RowStatus("missing_image", "cannot open " + file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    static RowStatus tooManyBytes(long maxBytes) {
        return new RowStatus("too_many_bytes", "more than " + maxBytes + " bytes");
    }

    /** Whether an address lies on the same file system as the file that mentions it. */
    static boolean isOnSameFileSystem(Path address, Path mentionedIn) {
        URI uri = address.toUri();
        boolean isSame = Objects.equals(uri.getScheme(), mentionedIn.toUri().getScheme())
                && Objects.equals(uri.getAuthority(), mentionedIn.toUri().getAuthority());
        return uri.getScheme() == null || isSame;
    }

    /**
     * Opens a file whose content is parsed by code that reports damage as {@link IOException}: trouble with the file
     * system itself comes as {@link UncheckedIOException}, so that the two can be told apart.
     */
    static InputStream open(Path file, Configuration hadoop) {
        return openAt(0, file, hadoop);
    }

    /** The same from a byte on. */
    static InputStream openAt(long offset, Path file, Configuration hadoop) {
        try {
            FSDataInputStream in = file.getFileSystem(hadoop).open(file);
            in.seek(offset);
            return new Storage(in, file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open " + file + ": " + e.getMessage(), e);
        }
    }

    private static final class Storage extends FilterInputStream {
        private final Path file;

        Storage(InputStream in, Path file) {
            super(in);
            this.file = file;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, bytes.length);
            try {
                return in.read(bytes, offset, length);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read " + file + ": " + e.getMessage(), e);
            }
        }
    }
}
