package org.clipspark.prep.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * A Parquet file whose reader reports damage as {@link IOException}: trouble with the file system itself comes as {@link
 * UncheckedIOException}, so that the two can be told apart.
 *
 * @param file the file
 */
record ParquetInput(HadoopInputFile file) implements InputFile {
    @Override
    public long getLength() {
        return file.getLength();
    }

    @Override
    public SeekableInputStream newStream() {
        try {
            return new Storage(file.newStream(), file.toString());
        } catch (IOException e) {
            throw trouble(file.toString(), e);
        }
    }

    /** The path, which Parquet takes from here for its messages. */
    @Override
    public String toString() {
        return file.toString();
    }

    private static UncheckedIOException trouble(String file, IOException cause) {
        return new UncheckedIOException("Cannot read " + file + ": " + cause.getMessage(), cause);
    }

    private static final class Storage extends DelegatingSeekableInputStream {
        private final SeekableInputStream in;
        private final String file;

        Storage(SeekableInputStream in, String file) {
            super(in);
            this.in = in;
            this.file = file;
        }

        private interface Step {
            int run() throws IOException;
        }

        private int step(Step step) throws EOFException {
            try {
                return step.run();
            } catch (EOFException e) {
                // A damaged offset points beyond the end.
                throw e;
            } catch (IOException e) {
                throw trouble(file, e);
            }
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws EOFException {
            return step(() -> in.read(bytes, offset, length));
        }

        @Override
        public int read(ByteBuffer buffer) throws EOFException {
            return step(() -> in.read(buffer));
        }

        @Override
        public void readFully(byte[] bytes, int offset, int length) throws EOFException {
            step(() -> {
                in.readFully(bytes, offset, length);
                return length;
            });
        }

        @Override
        public void readFully(ByteBuffer buffer) throws EOFException {
            step(() -> {
                in.readFully(buffer);
                return buffer.position();
            });
        }

        @Override
        public long getPos() throws IOException {
            return in.getPos();
        }

        @Override
        public void seek(long position) throws EOFException {
            step(() -> {
                in.seek(position);
                return 0;
            });
        }
    }
}
