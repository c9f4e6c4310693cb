package org.clipspark.prep.shard;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/** A file to write with a large buffer. Parquet asks Hadoop for 4 KiB, which on a local disk is a system call for each. */
final class BufferedOutputFile implements OutputFile {
    private static final int BUFFER_BYTES = 1 << 20;

    private final Path path;
    private final FileSystem fileSystem;
    private final HadoopOutputFile file;

    BufferedOutputFile(Path path, Configuration hadoop) throws IOException {
        this.path = path;
        fileSystem = path.getFileSystem(hadoop);
        file = HadoopOutputFile.fromPath(path, hadoop);
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) throws IOException {
        return open(blockSizeHint, false);
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
        return open(blockSizeHint, true);
    }

    private PositionOutputStream open(long blockSizeHint, boolean isOverwriting) throws IOException {
        return HadoopStreams.wrap(fileSystem.create(
                path,
                isOverwriting,
                BUFFER_BYTES,
                fileSystem.getDefaultReplication(path),
                Math.max(fileSystem.getDefaultBlockSize(path), blockSizeHint)));
    }

    @Override
    public boolean supportsBlockSize() {
        return file.supportsBlockSize();
    }

    @Override
    public long defaultBlockSize() {
        return file.defaultBlockSize();
    }
}
