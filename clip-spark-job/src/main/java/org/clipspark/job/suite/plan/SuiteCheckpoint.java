package org.clipspark.job.suite.plan;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.clipspark.job.embed.CheckpointSource;
import org.clipspark.job.suite.cell.Progress;
import org.clipspark.job.suite.settings.SuiteSettings.NamedCheckpoint;
import org.clipspark.model.checkpoint.Checkpoint;

/**
 * A checkpoint to evaluate.
 *
 * @param model name of its run or model
 * @param pretrained its own name within that
 * @param source where its weights are
 */
public record SuiteCheckpoint(String model, String pretrained, CheckpointSource source) {
    /**
     * What an entry of {@code checkpoints} stands for: itself, or every complete checkpoint in its folder.
     *
     * @return in the order of their training; at least one
     * @throws IllegalArgumentException if there is none
     * @throws UncheckedIOException if one cannot be read
     */
    public static List<SuiteCheckpoint> named(NamedCheckpoint entry, Configuration hadoop) {
        List<String> folders = complete(entry.path(), hadoop);
        List<SuiteCheckpoint> checkpoints = new ArrayList<>();
        for (String folder : folders.isEmpty() ? List.of(entry.path()) : folders) {
            CheckpointSource source = CheckpointSource.open(folder, hadoop);
            checkpoints.add(new SuiteCheckpoint(entry.name(), source.name(), source));
        }
        checkpoints.sort(Comparator.comparingLong(
                        (SuiteCheckpoint each) -> each.progress().samplesSeen())
                .thenComparing(SuiteCheckpoint::pretrained));
        return checkpoints;
    }

    /**
     * Folders within a folder that hold a checkpoint whose last file is there, in the order of their names; none where the
     * folder is missing or is a checkpoint itself.
     *
     * @throws UncheckedIOException if it cannot be listed
     */
    public static List<String> complete(String folder, Configuration hadoop) {
        Path path = new Path(folder);
        List<String> found = new ArrayList<>();
        try {
            FileSystem fileSystem = path.getFileSystem(hadoop);
            if (fileSystem.exists(new Path(path, Checkpoint.CHECKSUMS_FILE))) {
                return List.of();
            }
            for (FileStatus status : fileSystem.listStatus(path)) {
                String name = status.getPath().getName();
                if (status.isDirectory()
                        && !name.startsWith(".")
                        && fileSystem.exists(new Path(status.getPath(), Checkpoint.CHECKSUMS_FILE))) {
                    found.add(new Path(path, name).toString());
                }
            }
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + folder + ": " + e.getMessage(), e);
        }
        found.sort(Comparator.naturalOrder());
        return found;
    }

    /** How far its training was. */
    public Progress progress() {
        return new Progress(
                Math.toIntExact(source.epoch().orElse(0)),
                source.step().orElse(0),
                source.samplesSeen().orElse(0));
    }
}
