package org.clipspark.job.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.clipspark.job.data.tombstone.Tombstones;
import org.clipspark.prep.shard.ShardSchema;

/** Reads row groups of shards: only the columns that training and evaluation use. */
final class RowGroupFile implements RowGroupReader {
    private final Path folder;
    private final Configuration hadoop;
    private final String imageColumn;
    private final MessageType columns;
    private final List<String> further;
    private final Tombstones tombstones;

    /**
     * Reads shards of a folder.
     *
     * @param further columns to read beside the usual ones
     */
    RowGroupFile(Path folder, Configuration hadoop, String imageColumn, List<String> further, Tombstones tombstones) {
        this.folder = folder;
        this.hadoop = hadoop;
        this.imageColumn = imageColumn;
        this.tombstones = tombstones;
        MessageType all = ShardSchema.dataShard(imageColumn);
        this.further = FurtherColumns.check(further, all, imageColumn);
        Type[] used = Stream.concat(
                        FurtherColumns.USUAL.stream(), Stream.concat(Stream.of(imageColumn), further.stream()))
                .map(column -> all.getType(new String[] {column}))
                .toArray(Type[]::new);
        this.columns = new MessageType(all.getName(), used);
    }

    @Override
    public List<Sample> read(RowGroup group) {
        Path file = new Path(folder, group.file());
        try (ParquetFileReader reader = ParquetFileReader.open(
                HadoopInputFile.fromPath(file, hadoop),
                HadoopReadOptions.builder(hadoop).usePageChecksumVerification().build())) {
            check(reader, group);
            reader.setRequestedSchema(columns);
            PageReadStore pages = reader.readRowGroup(group.index());
            RecordReader<Group> records = new ColumnIOFactory()
                    .getColumnIO(columns)
                    .getRecordReader(pages, new GroupRecordConverter(columns));
            List<Sample> samples = new ArrayList<>(group.rows());
            Tombstones.Lookup erased = tombstones.lookup(group.source());
            for (int i = 0; i < group.rows(); i++) {
                long row = group.firstRow() + i;
                Group record = records.read();
                // Here and nowhere later, so that nothing else ever has an erased row in its hands.
                boolean isErased =
                        erased.has(record.getBinary(ShardSchema.KEY, 0).getBytes());
                samples.add(isErased ? Sample.erased(row) : sample(row, record));
            }
            return samples;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read shard " + file + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            // Parquet reports damaged files by several runtime exceptions that have no other class in common.
            throw new UncheckedIOException("Cannot read shard " + file + ": " + e.getMessage(), new IOException(e));
        }
    }

    private void check(ParquetFileReader reader, RowGroup group) throws IOException {
        MessageType found = reader.getFileMetaData().getSchema();
        for (Type column : columns.getFields()) {
            if (!found.containsField(column.getName())
                    || !found.getType(new String[] {column.getName()}).equals(column)) {
                throw new IOException("it has no column '" + column + "'");
            }
        }
        if (group.index() >= reader.getRowGroups().size()
                || reader.getRowGroups().get(group.index()).getRowCount() != group.rows()) {
            throw new IOException("its row group " + group.index() + " does not have the " + group.rows()
                    + " rows that the manifest lists");
        }
    }

    private Sample sample(long row, Group record) {
        return new Sample(
                row,
                record.getString(ShardSchema.KEY, 0),
                record.getBinary(imageColumn, 0).getBytes(),
                captions(record),
                record.getFieldRepetitionCount(ShardSchema.LABEL) == 0
                        ? OptionalInt.empty()
                        : OptionalInt.of(record.getInteger(ShardSchema.LABEL, 0)),
                record.getFieldRepetitionCount(ShardSchema.CLASS) == 0
                        ? Optional.empty()
                        : Optional.of(record.getString(ShardSchema.CLASS, 0)),
                FurtherColumns.of(record, further));
    }

    private static List<String> captions(Group record) {
        if (record.getFieldRepetitionCount(ShardSchema.CAPTIONS) == 0) {
            return List.of(record.getString(ShardSchema.CAPTION, 0));
        }
        Group list = record.getGroup(ShardSchema.CAPTIONS, 0);
        int count = list.getFieldRepetitionCount(0);
        if (count == 0) {
            return List.of(record.getString(ShardSchema.CAPTION, 0));
        }
        return IntStream.range(0, count)
                .mapToObj(i -> list.getGroup(0, i).getString(0, 0))
                .toList();
    }
}
