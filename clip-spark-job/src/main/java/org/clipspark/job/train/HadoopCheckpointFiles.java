package org.clipspark.job.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.clipspark.model.checkpoint.CheckpointFiles;

/** A checkpoint's folder on any Hadoop file system: written under a hidden name, then renamed. */
final class HadoopCheckpointFiles implements CheckpointFiles {
    private final FileSystem fileSystem;
    private final Path folder;
    private final Path temporary;

    HadoopCheckpointFiles(String folder, Configuration hadoop) throws IOException {
        this.folder = new Path(folder);
        this.fileSystem = this.folder.getFileSystem(hadoop);
        this.temporary = new Path(this.folder.getParent(), "." + this.folder.getName() + ".tmp");
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
        refuseExisting();
        return fileSystem.create(new Path(temporary, name), true);
    }

    @Override
    public void commit() throws IOException {
        refuseExisting();
        if (!fileSystem.rename(temporary, folder)) {
            throw new IOException("rename from " + temporary + " to " + folder + " was refused");
        }
    }

    private void refuseExisting() throws IOException {
        if (fileSystem.exists(folder)) {
            throw new IOException(folder + " exists already");
        }
    }

    @Override
    public void discard() throws IOException {
        fileSystem.delete(temporary, true);
    }

    /** Removes the folder, if there is one: what an attempt left that nobody acknowledged. */
    void deleteCommitted() throws IOException {
        fileSystem.delete(folder, true);
        discard();
    }
}
