package org.clipspark.prep.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.ParquetRuntimeException;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.schema.MessageType;
import org.clipspark.prep.metadata.ColumnRole;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.PairText;
import org.jspecify.annotations.Nullable;

/** The rows of one Parquet file, one at a time. */
final class ParquetPairs implements Iterator<SourcePair> {
    private final PairOrigin file;
    private final CaptionTemplates templates;
    private final long maxImageBytes;
    private final Map<ColumnRole, String> columns;
    private final ParquetReader<Group> reader;
    private final long end;
    private long position;
    private @Nullable SourcePair next;

    ParquetPairs(ParquetPart part, Configuration hadoop) {
        file = part.file().origin();
        templates = new CaptionTemplates(part.templates());
        maxImageBytes = part.maxImageBytes();
        end = part.rows().end();
        Path path = new Path(part.file().path());
        try {
            HadoopInputFile input = HadoopInputFile.fromPath(path, hadoop);
            try (ParquetFileReader footer = ParquetFileReader.open(input)) {
                MessageType schema = footer.getFooter().getFileMetaData().getSchema();
                columns = part.columns().byRole(schema);
                RowGroups groups = RowGroups.holding(part.rows(), footer.getRowGroups());
                position = groups.firstRow();
                reader = new Reading(new ParquetInput(input), part.columns().needed(schema))
                        .withConf(hadoop)
                        .withFileRange(groups.firstByte(), groups.endByte())
                        .build();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path + ": " + e.getMessage(), e);
        }
        skipTo(part.rows().first());
        next = read();
    }

    private void skipTo(long first) {
        try {
            while (position < first) {
                reader.read();
                position++;
            }
        } catch (ParquetRuntimeException | IOException e) {
            // Reading goes on from here and meets the same damage, which is then a row.
            position = first;
        }
    }

    /** Hands the columns over as they are: spelled out as text, a name with a space could not be read back. */
    private static final class Reading extends ParquetReader.Builder<Group> {
        private final MessageType columns;

        Reading(InputFile file, MessageType columns) {
            super(file);
            this.columns = columns;
        }

        @Override
        protected ReadSupport<Group> getReadSupport() {
            return new GroupReadSupport() {
                @Override
                public ReadContext init(InitContext context) {
                    return new ReadContext(columns);
                }
            };
        }
    }

    @Override
    public boolean hasNext() {
        return next != null;
    }

    @Override
    public SourcePair next() {
        SourcePair current = next;
        if (current == null) {
            throw new NoSuchElementException();
        }
        next = current.status().label().equals(BrokenFile.REASON) ? null : read();
        return current;
    }

    private @Nullable SourcePair read() {
        try {
            Group row = position < end ? reader.read() : null;
            if (row == null) {
                reader.close();
                return null;
            }
            return pair(new PairOrigin(file.source(), file.file(), position++), row);
        } catch (ParquetRuntimeException | IOException e) {
            return BrokenFile.at(new PairOrigin(file.source(), file.file(), position), e);
        }
    }

    private SourcePair pair(PairOrigin origin, Group group) {
        ParquetRow row = new ParquetRow(group, columns);
        return new DescribedRow(origin, origin.key(), row)
                .pair(templates, (key, words) -> image(origin, key, words, row));
    }

    private SourcePair image(PairOrigin origin, String key, PairText words, ParquetRow row) {
        if (!columns.containsKey(ColumnRole.IMAGE)) {
            return SourcePair.linked(origin, key, words);
        }
        byte[] image = row.image().orElse(new byte[0]);
        return image.length > maxImageBytes
                ? SourcePair.rejected(origin, key, words, FileBytes.tooManyBytes(maxImageBytes))
                : SourcePair.found(origin, key, words, new ImageBytes(image));
    }
}
