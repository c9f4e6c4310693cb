package org.clipspark.prep.shard;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.hadoop.util.HadoopStreams;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * A file to write with a large buffer: Parquet asks Hadoop for 4 KiB, which on a local disk is a system call for each.
 * Local files are written by Java itself: Hadoop would write sums in a file beside them, which the sums of pages and the
 * manifest's digest make needless, and start a process per file that sets its mode.
 */
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
        // What extends it does more.
        if (fileSystem instanceof LocalFileSystem local && local.getClass() == LocalFileSystem.class) {
            java.nio.file.Path onDisk = local.pathToFile(path).toPath();
            Files.createDirectories(onDisk.getParent());
            return new LocalStream(Files.newOutputStream(
                    onDisk,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    isOverwriting ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW));
        }
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

    private static final class LocalStream extends PositionOutputStream {
        private final OutputStream out;
        private long position;

        LocalStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public void write(int value) throws IOException {
            out.write(value);
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            out.write(bytes, offset, count);
            position += count;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
