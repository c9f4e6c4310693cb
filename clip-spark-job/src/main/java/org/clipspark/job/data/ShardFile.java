package org.clipspark.job.data;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
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
import org.clipspark.job.data.tombstone.ErasedRows;
import org.clipspark.job.data.tombstone.Tombstones;
import org.clipspark.prep.shard.ShardSchema;
import org.clipspark.prep.shard.ShardSplit;

/**
 * One shard of a run's sources, as a task gets it.
 *
 * @param source number of its source, from 0
 * @param location its path or address
 * @param split the part it belongs to
 */
public record ShardFile(int source, String location, ShardSplit split) implements Serializable {
    /**
     * Looks for erased rows; reads nothing but the keys.
     *
     * @throws UncheckedIOException if the shard cannot be read
     */
    public ErasedRows erased(Tombstones tombstones, Configuration hadoop) {
        ErasedRows erased = new ErasedRows(source, split);
        Tombstones.Lookup lookup = tombstones.lookup(source);
        try (ParquetFileReader reader = ParquetFileReader.open(
                HadoopInputFile.fromPath(new Path(location), hadoop),
                HadoopReadOptions.builder(hadoop).usePageChecksumVerification().build())) {
            MessageType all = reader.getFileMetaData().getSchema();
            Type key = all.getType(new String[] {ShardSchema.KEY});
            MessageType keys = new MessageType(all.getName(), key);
            reader.setRequestedSchema(keys);
            for (PageReadStore pages = reader.readNextRowGroup(); pages != null; pages = reader.readNextRowGroup()) {
                RecordReader<Group> records =
                        new ColumnIOFactory().getColumnIO(keys).getRecordReader(pages, new GroupRecordConverter(keys));
                for (long row = 0; row < pages.getRowCount(); row++) {
                    erased.add(
                            lookup, records.read().getBinary(ShardSchema.KEY, 0).getBytes());
                }
            }
            return erased;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read shard " + location + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            // Parquet reports damaged files by several runtime exceptions that have no other class in common.
            throw new UncheckedIOException("Cannot read shard " + location + ": " + e.getMessage(), new IOException(e));
        }
    }
}
