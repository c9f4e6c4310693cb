package org.clipspark.prep;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * Local files, of which one is not finished at first: the first process that writes the second shard leaves its number
 * in a folder when half of it is written, and waits there to be killed.
 */
public final class StallingFileSystem extends LocalFileSystem {
    /** Key of Hadoop's configuration: where the process leaves {@code pid-NUMBER}. Without the folder nothing stalls. */
    static final String FOLDER = "clipspark.test.stall";

    private static final String STALLED = ".part-00001.parquet.";

    @Override
    public FSDataOutputStream create(
            Path file,
            FsPermission permission,
            boolean overwrite,
            int bufferSize,
            short replication,
            long blockSize,
            Progressable progress)
            throws IOException {
        FSDataOutputStream out =
                super.create(file, permission, overwrite, bufferSize, replication, blockSize, progress);
        java.nio.file.Path folder = java.nio.file.Path.of(getConf().get(FOLDER, ""));
        boolean isMeant = file.getName().startsWith(STALLED)
                && file.getParent().getName().equals("train")
                && Files.isDirectory(folder);
        return isMeant ? new FSDataOutputStream(new Stalling(out, folder), statistics) : out;
    }

    private static final class Stalling extends FilterOutputStream {
        private final java.nio.file.Path folder;

        Stalling(OutputStream out, java.nio.file.Path folder) {
            super(out);
            this.folder = folder;
        }

        @Override
        public void write(byte[] bytes, int offset, int count) throws IOException {
            if (isFirst()) {
                out.write(bytes, offset, count / 2);
                out.flush();
                waitForTheEnd();
            }
            out.write(bytes, offset, count);
        }

        private boolean isFirst() throws IOException {
            try {
                Files.createFile(folder.resolve("taken"));
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            }
        }

        private void waitForTheEnd() throws IOException {
            Files.createFile(folder.resolve("pid-" + ProcessHandle.current().pid()));
            try {
                Thread.sleep(Long.MAX_VALUE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("Nobody killed this process");
            }
        }
    }
}
