package org.clipspark.prep.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Queue;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.clipspark.prep.metadata.JsonRows;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.RowStatus;

/** The samples of one tar archive, streamed: no more than one sample is in memory. */
final class TarPairs implements Iterator<SourcePair> {
    private static final long MAX_TEXT_BYTES = 1L << 20;
    private static final long MAX_METADATA_BYTES = 16L << 20;
    private static final long MAX_HEADER_BYTES = 1L << 20;
    private static final int BUFFER_BYTES = 1 << 20;

    private final NumberedFile file;
    private final CaptionTemplates templates;
    private final JsonRows metadata;
    private final long maxImageBytes;
    private final InputStream storage;
    private final Queue<SourcePair> ready = new ArrayDeque<>();
    private HeaderBound bound = new HeaderBound(InputStream.nullInputStream());
    private Optional<TarArchiveInputStream> archive = Optional.empty();
    /** Bytes of the current member that were not read. */
    private long unread;

    private Optional<TarSample> sample = Optional.empty();
    private boolean finished;
    private long position;

    TarPairs(TarPart part, Configuration hadoop) {
        file = part.file();
        templates = new CaptionTemplates(part.templates());
        metadata = new JsonRows(part.names());
        maxImageBytes = part.maxImageBytes();
        storage = FileBytes.open(new Path(file.path()), hadoop);
    }

    @Override
    public boolean hasNext() {
        while (ready.isEmpty() && !finished) {
            try {
                advance();
            } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException | ArithmeticException e) {
                // The tar reader reports some damaged headers by whatever its arithmetic runs into.
                flush();
                finish();
                ready.add(BrokenFile.at(origin(), e));
            }
        }
        return !ready.isEmpty();
    }

    @Override
    public SourcePair next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return ready.remove();
    }

    private void advance() throws IOException {
        if (archive.isEmpty()) {
            archive = Optional.of(open());
        }
        TarArchiveInputStream tar = archive.get();
        bound.allow(MAX_HEADER_BYTES + unread);
        TarArchiveEntry entry = tar.getNextTarEntry();
        if (entry == null) {
            if (tar.getBytesRead() == 0) {
                throw new IOException("the file is empty");
            }
            flush();
            finish();
            return;
        }
        if (!entry.isCheckSumOK()) {
            throw new IOException("a header's checksum is wrong");
        }
        unread = entry.getSize();
        Optional<String> danger = danger(entry);
        if (danger.isPresent()) {
            refuse(entry, danger.get());
        } else if (entry.isFile()) {
            take(tar, entry);
        }
    }

    private TarArchiveInputStream open() throws IOException {
        String name = file.path().toLowerCase(Locale.ROOT);
        InputStream packed = new BufferedInputStream(storage, BUFFER_BYTES);
        boolean isPacked = name.endsWith(".gz") || name.endsWith(".tgz");
        bound = new HeaderBound(isPacked ? new GZIPInputStream(packed, BUFFER_BYTES) : packed);
        return new TarArchiveInputStream(bound, StandardCharsets.UTF_8.name());
    }

    /** Why a member must not be unpacked, in a few words, or empty. */
    private static Optional<String> danger(TarArchiveEntry entry) {
        if (entry.isSymbolicLink() || entry.isLink()) {
            return Optional.of("a link");
        }
        if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
            return Optional.of("a device");
        }
        return entry.isSparse() ? Optional.of("a sparse file") : TarMember.danger(entry.getName());
    }

    private void refuse(TarArchiveEntry entry, String danger) {
        PairOrigin origin = origin();
        RowStatus status = new RowStatus("unsafe_member", danger + ": " + entry.getName());
        ready.add(SourcePair.rejected(origin, origin.key(), PairText.NONE, status));
    }

    private void take(TarArchiveInputStream tar, TarArchiveEntry entry) throws IOException {
        Optional<TarMember> named = TarMember.of(entry.getName());
        if (named.isEmpty()) {
            return;
        }
        TarMember member = named.get();
        if (sample.isEmpty() || !sample.get().takes(member)) {
            flush();
            sample = Optional.of(new TarSample(member.key(), origin()));
        }
        if (member.kind() != TarMember.Kind.OTHER) {
            long limit = limit(member.kind());
            sample.get().add(member, content(tar, entry, limit), limit);
        }
    }

    private byte[] content(TarArchiveInputStream tar, TarArchiveEntry entry, long limit) throws IOException {
        try {
            bound.allow(Long.MAX_VALUE);
            byte[] content = FileBytes.atMost(tar, limit);
            if (content.length < Math.min(entry.getSize(), limit)) {
                throw new IOException("the archive ends within " + entry.getName());
            }
            unread -= content.length;
            return content;
        } catch (IOException e) {
            // What the archive still has of this sample is no sample.
            sample = Optional.empty();
            throw e;
        }
    }

    private long limit(TarMember.Kind kind) {
        return switch (kind) {
            case IMAGE -> maxImageBytes;
            case TEXT, LABEL -> MAX_TEXT_BYTES;
            case METADATA, OTHER -> MAX_METADATA_BYTES;
        };
    }

    private void flush() {
        sample.ifPresent(complete -> ready.add(complete.pair(templates, metadata)));
        sample = Optional.empty();
    }

    private void finish() {
        finished = true;
        sample = Optional.empty();
        try {
            storage.close();
        } catch (IOException e) {
            // Everything wanted has been read; a stream that does not close cannot change that.
            finished = true;
        }
    }

    private PairOrigin origin() {
        return new PairOrigin(file.origin().source(), file.origin().file(), position++);
    }
}
