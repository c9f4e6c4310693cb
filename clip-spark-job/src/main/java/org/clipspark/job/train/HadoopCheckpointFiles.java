package org.clipspark.job.train;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.clipspark.model.checkpoint.Checkpoint;
import org.clipspark.model.checkpoint.CheckpointFiles;

/**
 * A checkpoint's folder on any Hadoop file system. Where a folder is renamed in one step, it is written under a hidden
 * name and renamed. An object store copies file by file instead, so there the files are written in their place, and the
 * list of checksums, which is the last of them and appears at once, makes them a checkpoint.
 */
public final class HadoopCheckpointFiles implements CheckpointFiles {
    private static final Set<String> RENAME_IN_ONE_STEP = Set.of("file", "hdfs", "webhdfs", "swebhdfs", "viewfs");

    private final FileSystem fileSystem;
    private final Path folder;
    private final Path writing;
    private boolean uncommitted;

    /**
     * The folder of a checkpoint, which need not exist.
     *
     * @throws IOException if its file system cannot be reached
     */
    public HadoopCheckpointFiles(String folder, Configuration hadoop) throws IOException {
        this.folder = new Path(folder);
        this.fileSystem = withoutSideFiles(this.folder.getFileSystem(hadoop));
        this.writing = RENAME_IN_ONE_STEP.contains(fileSystem.getUri().getScheme())
                ? new Path(this.folder.getParent(), "." + this.folder.getName() + ".tmp")
                : this.folder;
    }

    // A checkpoint has checksums of its own, and Hadoop's wrapper of local files cannot force them to the disk.
    private static FileSystem withoutSideFiles(FileSystem fileSystem) {
        return fileSystem instanceof LocalFileSystem local ? local.getRawFileSystem() : fileSystem;
    }

    @Override
    public String location() {
        return folder.toString();
    }

    @Override
    public long length(String name) throws IOException {
        return fileSystem.getFileStatus(new Path(folder, name)).getLen();
    }

    @Override
    public InputStream open(String name) throws IOException {
        return fileSystem.open(new Path(folder, name));
    }

    @Override
    public OutputStream create(String name) throws IOException {
        if (!uncommitted) {
            refuseExisting();
            uncommitted = true;
        }
        return new SyncedOutput(fileSystem.create(new Path(writing, name), true));
    }

    @Override
    public void commit() throws IOException {
        if (!writing.equals(folder)) {
            refuseExisting();
            if (!fileSystem.rename(writing, folder)) {
                throw new IOException("rename from " + writing + " to " + folder + " was refused");
            }
        }
        uncommitted = false;
    }

    private void refuseExisting() throws IOException {
        if (fileSystem.exists(writing.equals(folder) ? marker() : folder)) {
            throw new IOException(folder + " exists already");
        }
    }

    /**
     * Whether there is a checkpoint, whole or damaged.
     *
     * @throws IOException if the file system fails
     */
    public boolean isThere() throws IOException {
        return fileSystem.exists(marker());
    }

    private Path marker() {
        return new Path(folder, Checkpoint.CHECKSUMS_FILE);
    }

    @Override
    public void discard() throws IOException {
        if (!writing.equals(folder)) {
            fileSystem.delete(writing, true);
        } else if (uncommitted || !fileSystem.exists(marker())) {
            delete();
        }
        uncommitted = false;
    }

    /** Removes the folder, if there is one: what an attempt left that nobody acknowledged. */
    void deleteCommitted() throws IOException {
        delete();
        discard();
    }

    private void delete() throws IOException {
        // First what makes it a checkpoint: half of one must not be taken for whole.
        fileSystem.delete(marker(), false);
        fileSystem.delete(folder, true);
    }

    /** A rename can reach the disk before the data do; a crash would then leave a checkpoint that looks whole. */
    private static final class SyncedOutput extends FilterOutputStream {
        private final FSDataOutputStream file;
        private boolean open = true;

        private SyncedOutput(FSDataOutputStream file) {
            super(file);
            this.file = file;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            file.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (open && file.hasCapability(StreamCapabilities.HSYNC)) {
                file.hsync();
            }
            open = false;
            super.close();
        }
    }
}
