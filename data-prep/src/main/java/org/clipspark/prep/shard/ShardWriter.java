package org.clipspark.prep.shard;

import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;

/**
 * Writes one shard: under a temporary name until {@link #finish}, so that a file with a shard's name is whole. Closing
 * without finishing removes what was written.
 */
public final class ShardWriter implements Closeable {
    // Small pages let a reader hold one image or a few at a time instead of a megabyte of them.
    private static final int PAGE_BYTES = 64 << 10;

    private final Path temporary;
    private final Path file;
    private final FileSystem fileSystem;
    private final DigestingOutputFile output;
    private final ParquetWriter<ShardRow> writer;
    private boolean finished;

    private ShardWriter(Path file, String attempt, MessageType schema, long rowGroupBytes, Configuration hadoop)
            throws IOException {
        this.file = file;
        temporary = new Path(file.getParent(), "." + file.getName() + "." + attempt + ".tmp");
        fileSystem = file.getFileSystem(hadoop);
        output = new DigestingOutputFile(new BufferedOutputFile(temporary, hadoop));
        writer = new Builder(output, schema)
                .withConf(hadoop)
                .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
                .withCompressionCodec(CompressionCodecName.UNCOMPRESSED)
                .withRowGroupSize(rowGroupBytes)
                .withPageSize(PAGE_BYTES)
                // Sizes are looked at from the first row on: a hundred large images would fill a group several times.
                .withMinRowCountForPageSizeCheck(1)
                .build();
    }

    /**
     * A writer of image-text pairs.
     *
     * @param file where the shard will be
     * @param attempt tells writers of the same shard apart
     * @param imageColumn one of {@link ShardSchema#IMAGE_COLUMNS}
     * @throws UncheckedIOException if the file cannot be created
     */
    public static ShardWriter ofPairs(
            Path file, String attempt, String imageColumn, long rowGroupBytes, Configuration hadoop) {
        return create(file, attempt, ShardSchema.dataShard(imageColumn), rowGroupBytes, hadoop);
    }

    /** A writer of rejected rows; parameters and errors as for {@link #ofPairs}. */
    public static ShardWriter ofRejected(Path file, String attempt, long rowGroupBytes, Configuration hadoop) {
        return create(file, attempt, ShardSchema.rejectedShard(), rowGroupBytes, hadoop);
    }

    /** A writer of rows of any status, with their images; parameters and errors as for {@link #ofPairs}. */
    public static ShardWriter ofStaged(
            Path file, String attempt, String imageColumn, long rowGroupBytes, Configuration hadoop) {
        return create(file, attempt, ShardSchema.stagedShard(imageColumn), rowGroupBytes, hadoop);
    }

    private static ShardWriter create(
            Path file, String attempt, MessageType schema, long rowGroupBytes, Configuration hadoop) {
        try {
            return new ShardWriter(file, attempt, schema, rowGroupBytes, hadoop);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if it has no image and this is a writer of pairs
     * @throws UncheckedIOException if it cannot be written
     */
    public void write(ShardRow row) {
        try {
            writer.write(row);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + temporary + ": " + e.getMessage(), e);
        }
    }

    /**
     * Completes the file and gives it its name.
     *
     * @return what the manifest says about it, the file named from its split's folder on
     * @throws UncheckedIOException if it cannot be written or renamed
     */
    public ShardManifest.Shard finish(ShardSplit split) {
        List<Long> rowGroupRows = rename();
        long rows = rowGroupRows.stream().mapToLong(Long::longValue).sum();
        String name = file.getParent().getName() + "/" + file.getName();
        return new ShardManifest.Shard(name, split, rows, output.length(), output.sha256(), rowGroupRows);
    }

    /**
     * Completes a file that no manifest lists and gives it its name.
     *
     * @throws UncheckedIOException if it cannot be written or renamed
     */
    public void finishUnlisted() {
        rename();
    }

    private List<Long> rename() {
        try {
            writer.close();
            // Another attempt of the same task may have come this far, and its success may be known already: its file
            // stays. Removing it first would leave nothing if this attempt were killed between the two steps.
            if (fileSystem.exists(file) || !fileSystem.rename(temporary, file)) {
                if (!fileSystem.exists(file)) {
                    throw new IOException("rename from " + temporary + " was refused");
                }
                fileSystem.delete(temporary, false);
            }
            finished = true;
            return writer.getFooter().getBlocks().stream()
                    .map(BlockMetaData::getRowCount)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        if (finished) {
            return;
        }
        try {
            try {
                writer.close();
            } finally {
                fileSystem.delete(temporary, false);
            }
        } catch (FileNotFoundException e) {
            // Nothing is left to remove.
            finished = true;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + temporary + ": " + e.getMessage(), e);
        }
    }

    private static final class Builder extends ParquetWriter.Builder<ShardRow, Builder> {
        private final DigestingOutputFile file;
        private final MessageType schema;

        Builder(DigestingOutputFile file, MessageType schema) {
            super(file);
            this.file = file;
            this.schema = schema;
            for (String column : ShardSchema.IMAGE_COLUMNS) {
                withDictionaryEncoding(column, false);
            }
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<ShardRow> getWriteSupport(Configuration configuration) {
            // Called before the writer is closed, it would hold back the last row group with the footer.
            return new ShardRowWriteSupport(schema, file::end);
        }
    }
}
