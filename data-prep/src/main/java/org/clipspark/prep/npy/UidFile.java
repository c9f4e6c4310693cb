package org.clipspark.prep.npy;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes what {@link UidList} reads. */
public final class UidFile {
    static final Pattern TYPE = Pattern.compile("\\[\\('f0', '<u8'\\), \\('f1', '<u8'\\)\\]");

    private static final Logger log = LoggerFactory.getLogger(UidFile.class);
    private static final String TYPE_WRITTEN = "[('f0', '<u8'), ('f1', '<u8')]";

    private UidFile() {}

    /**
     * Writes the different uids of rows, sorted, as a subset file. It gets its name when it is whole; where the
     * file system cannot rename over a file, one of the same name is deleted first. The rows are read twice and pass the
     * driver one partition at a time.
     *
     * @param rows whatever has the column
     * @param column of text; rows without 32 hexadecimal digits in it are left out
     * @return number of uids written
     * @throws UncheckedIOException if the file cannot be written; one that was there is then unchanged
     */
    public static long write(Dataset<Row> rows, String column, Path file, Configuration hadoop) {
        Dataset<String> uids = rows.select(
                        functions.lower(functions.col(column)).as(column))
                .where(functions.col(column).rlike("^[0-9a-f]{32}$"))
                .distinct()
                .sort(column)
                .as(Encoders.STRING());
        long count = uids.count();
        try {
            FileSystem files = file.getFileSystem(hadoop);
            Path whole = files.makeQualified(file);
            Path partial = new Path(whole.getParent(), "." + whole.getName() + ".partial");
            try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(files.create(partial, true)))) {
                write(uids.toLocalIterator(), count, out);
            }
            replace(files, partial, whole);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file, e);
        }
        log.info("uids={} file={}", count, file);
        return count;
    }

    private static void write(Iterator<String> uids, long count, DataOutputStream out) throws IOException {
        out.write(new NpyHeader(TYPE_WRITTEN, false, List.of(count)).format());
        long written = 0;
        while (uids.hasNext()) {
            String uid = uids.next();
            out.writeLong(Long.reverseBytes(Long.parseUnsignedLong(uid.substring(0, 16), 16)));
            out.writeLong(Long.reverseBytes(Long.parseUnsignedLong(uid.substring(16), 16)));
            written++;
        }
        if (written != count) {
            throw new IllegalStateException("Rows changed between counting and writing: " + count + " and " + written);
        }
    }

    private static void replace(FileSystem files, Path partial, Path file) throws IOException {
        // Hadoop's rename refuses an existing target on most file systems, so the old file has to go first.
        if (!files.rename(partial, file) && !(files.delete(file, false) && files.rename(partial, file))) {
            throw new IOException("cannot rename " + partial + " to " + file);
        }
    }
}
