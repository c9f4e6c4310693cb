package org.clipspark.job;

import java.nio.file.Path;
import java.util.List;
import org.clipspark.job.config.JobConfig;
import picocli.CommandLine.Option;

/** The training file of a command, with values replaced. */
final class TrainFile {
    @Option(names = "--conf-file", required = true, paramLabel = "FILE", description = "YAML file, see conf/train.")
    private Path confFile;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Replaces a value of the file, e.g. train.epochs=4.")
    private List<String> overrides = List.of();

    /** Reads it. */
    JobConfig load() {
        return JobConfig.load(confFile, overrides);
    }
}
