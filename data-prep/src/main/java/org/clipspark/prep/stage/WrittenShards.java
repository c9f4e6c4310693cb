package org.clipspark.prep.stage;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.clipspark.prep.shard.ShardManifest;

/**
 * Notes of the shards that are written, one file for each, until the manifest lists them all: what a run that was cut off
 * need not write again.
 *
 * @param output folder of the data set
 */
public record WrittenShards(String output) implements Serializable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String FOLDER = StageFolder.NAME + "/written";
    private static final String ENDING = ".json";

    /** Notes a shard that is finished. */
    public void add(ShardManifest.Shard shard, String attempt, Configuration hadoop) {
        Path file = new Path(folder(), shard.file().replace('/', '-') + ENDING);
        Path temporary = new Path(folder(), "." + file.getName() + "." + attempt + ".tmp");
        try {
            FileSystem fileSystem = file.getFileSystem(hadoop);
            try (OutputStream out = fileSystem.create(temporary, true)) {
                out.write(JSON.writeValueAsBytes(shard));
            }
            if (!fileSystem.rename(temporary, file)) {
                // Another attempt of the task has noted the same.
                fileSystem.delete(temporary, false);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    /** Shards that are noted and there with the length that the note says. */
    public List<ShardManifest.Shard> load(Configuration hadoop) {
        List<ShardManifest.Shard> shards = new ArrayList<>();
        try {
            FileSystem fileSystem = folder().getFileSystem(hadoop);
            for (FileStatus status : fileSystem.listStatus(folder())) {
                if (!status.getPath().getName().startsWith(".")) {
                    ShardManifest.Shard shard = note(fileSystem, status.getPath());
                    if (isThere(fileSystem, shard)) {
                        shards.add(shard);
                    }
                }
            }
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + folder() + ": " + e.getMessage(), e);
        }
        return shards;
    }

    private static ShardManifest.Shard note(FileSystem fileSystem, Path file) throws IOException {
        try (InputStream in = fileSystem.open(file)) {
            return JSON.readValue(in.readAllBytes(), ShardManifest.Shard.class);
        }
    }

    private boolean isThere(FileSystem fileSystem, ShardManifest.Shard shard) throws IOException {
        Path file = new Path(output, shard.file());
        return fileSystem.exists(file) && fileSystem.getFileStatus(file).getLen() == shard.bytes();
    }

    /** Forgets all notes. */
    public void clear(Configuration hadoop) {
        try {
            folder().getFileSystem(hadoop).delete(folder(), true);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove " + folder() + ": " + e.getMessage(), e);
        }
    }

    private Path folder() {
        return new Path(output, FOLDER);
    }
}
