package org.clipspark.prep.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.ParquetRuntimeException;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.api.InitContext;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.RowStatus;
import org.clipspark.prep.shard.ShardSchema;
import org.jspecify.annotations.Nullable;

/** The rows of one Parquet file, one at a time. */
final class ParquetPairs implements Iterator<SourcePair> {
    private final PairOrigin file;
    private final SourceConfig config;
    private final CaptionTemplates templates;
    private final long maxImageBytes;
    private final MessageType schema;
    private final ParquetReader<Group> reader;
    private final long end;
    private long position;
    private @Nullable SourcePair next;

    ParquetPairs(ParquetPart part, Configuration hadoop) {
        file = part.file().origin();
        config = part.config();
        templates = new CaptionTemplates(config.templates());
        maxImageBytes = part.maxImageBytes();
        end = part.rows().end();
        Path path = new Path(part.file().path());
        try {
            HadoopInputFile input = HadoopInputFile.fromPath(path, hadoop);
            try (ParquetFileReader footer = ParquetFileReader.open(input)) {
                schema = ParquetColumns.needed(
                        footer.getFooter().getFileMetaData().getSchema(), config);
                RowGroups groups = RowGroups.holding(part.rows(), footer.getRowGroups());
                position = groups.firstRow();
                reader = ParquetReader.builder(new Projection(schema), path)
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
    private static final class Projection extends GroupReadSupport {
        private final MessageType columns;

        Projection(MessageType columns) {
            this.columns = columns;
        }

        @Override
        public ReadContext init(InitContext context) {
            return new ReadContext(columns);
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
        } catch (ParquetRuntimeException e) {
            return BrokenFile.at(new PairOrigin(file.source(), file.file(), position), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file.file() + ": " + e.getMessage(), e);
        }
    }

    private SourcePair pair(PairOrigin origin, Group row) {
        String key = text(row, "key").filter(name -> !name.isBlank()).orElseGet(origin::key);
        Optional<Long> label = label(row);
        if (label.isPresent() && (label.get() < 0 || !Labels.isValid(label.get()))) {
            return SourcePair.rejected(origin, key, PairText.NONE, Labels.invalid(label.get()));
        }
        PairText words = new PairText(
                captions(row),
                text(row, "url").orElse(""),
                label.orElse((long) PairText.NO_LABEL).intValue(),
                text(row, "class").orElse("").strip());
        PairText filled = templates.fill(words, key);
        Optional<String> failed = text(row, "status").filter(status -> !status.equals(RowStatus.SUCCESS.label()));
        if (failed.isPresent()) {
            return SourcePair.rejected(origin, key, filled, new RowStatus("source_failed", failed(row, failed.get())));
        }
        return image(origin, key, filled, row);
    }

    private SourcePair image(PairOrigin origin, String key, PairText words, Group row) {
        if (column("image").isEmpty()) {
            return SourcePair.linked(origin, key, words);
        }
        byte[] image = column("image")
                .filter(column -> row.getFieldRepetitionCount(column) > 0)
                .map(column -> row.getBinary(column, 0).getBytes())
                .orElse(new byte[0]);
        return image.length > maxImageBytes
                ? SourcePair.rejected(origin, key, words, FileBytes.tooManyBytes(maxImageBytes))
                : SourcePair.found(origin, key, words, new ImageBytes(image));
    }

    private String failed(Group row, String status) {
        boolean isExplained = schema.containsField(ShardSchema.ERROR_MESSAGE)
                && row.getFieldRepetitionCount(ShardSchema.ERROR_MESSAGE) > 0;
        return isExplained
                ? status + ": " + row.getValueToString(schema.getFieldIndex(ShardSchema.ERROR_MESSAGE), 0)
                : status;
    }

    private List<String> captions(Group row) {
        Set<String> captions = new LinkedHashSet<>();
        text(row, "caption").ifPresent(captions::add);
        Optional<String> column = column("captions").filter(name -> row.getFieldRepetitionCount(name) > 0);
        if (column.isPresent()) {
            Group list = row.getGroup(column.get(), 0);
            for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
                captions.add(element(list, i));
            }
        }
        return List.copyOf(captions);
    }

    private static String element(Group list, int index) {
        if (list.getType().getType(0).isPrimitive()) {
            return list.getString(0, index);
        }
        Group entry = list.getGroup(0, index);
        return entry.getFieldRepetitionCount(0) > 0 ? entry.getString(0, 0) : "";
    }

    private Optional<Long> label(Group row) {
        return column("label")
                .filter(name -> row.getFieldRepetitionCount(name) > 0)
                .map(name -> schema.getType(name).asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT32
                        ? (long) row.getInteger(name, 0)
                        : row.getLong(name, 0));
    }

    private Optional<String> text(Group row, String role) {
        return column(role)
                .filter(name -> row.getFieldRepetitionCount(name) > 0)
                .map(name -> row.getValueToString(schema.getFieldIndex(name), 0));
    }

    private Optional<String> column(String role) {
        return ParquetColumns.name(schema, config, role);
    }
}
