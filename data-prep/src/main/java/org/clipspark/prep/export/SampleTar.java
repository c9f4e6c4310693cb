package org.clipspark.prep.export;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.clipspark.prep.shard.ShardRow;

/**
 * One tar archive of samples: under a temporary name until {@link #finish}, so that an archive under its name is whole. Equal
 * samples give equal bytes: members have no time and no owner. Closing without finishing removes what was written.
 */
final class SampleTar implements Closeable {
    private static final int BUFFER_BYTES = 1 << 20;
    /** Twenty records, the unit in which tar archives are padded since there were tapes. */
    private static final int BLOCK_BYTES = 10_240;

    private static final int READABLE_FILE = 0100644;

    private final Path file;
    private final Path temporary;
    private final String imageEnding;
    private final FileSystem fileSystem;
    private final TarArchiveOutputStream tar;
    private boolean isFinished;

    /**
     * Begins an archive.
     *
     * @param attempt tells writers of the same archive apart
     * @param imageEnding such as {@code jpg}
     * @throws UncheckedIOException if it cannot be created
     */
    SampleTar(Path file, String attempt, String imageEnding, Configuration hadoop) {
        this.file = file;
        this.imageEnding = imageEnding;
        temporary = new Path(file.getParent(), "." + file.getName() + "." + attempt + ".tmp");
        try {
            fileSystem = file.getFileSystem(hadoop);
            tar = new TarArchiveOutputStream(
                    new BufferedOutputStream(fileSystem.create(temporary, true), BUFFER_BYTES),
                    BLOCK_BYTES,
                    StandardCharsets.UTF_8.name());
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Adds a sample: its image, its first caption and all that is known about it. */
    void add(ShardRow row) {
        String name = SampleName.of(row.key());
        try {
            add(name + "." + imageEnding, row.image().array());
            add(name + ".txt", row.text().caption().getBytes(StandardCharsets.UTF_8));
            add(name + ".json", SampleJson.of(row));
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private void add(String name, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        entry.setMode(READABLE_FILE);
        entry.setModTime(0L);
        entry.setIds(0, 0);
        entry.setNames("", "");
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    /** Completes the archive and gives it its name. */
    void finish() {
        try {
            tar.close();
            // Another attempt of the task may have come this far: what it made is the same.
            if (fileSystem.exists(file) || !fileSystem.rename(temporary, file)) {
                if (!fileSystem.exists(file)) {
                    throw new IOException("rename from " + temporary + " was refused");
                }
                fileSystem.delete(temporary, false);
            }
            isFinished = true;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private UncheckedIOException failure(IOException e) {
        return new UncheckedIOException("Cannot write " + file + ": " + e.getMessage(), e);
    }

    @Override
    public void close() {
        if (isFinished) {
            return;
        }
        try {
            tar.close();
            fileSystem.delete(temporary, false);
        } catch (IOException e) {
            throw failure(e);
        }
    }
}
