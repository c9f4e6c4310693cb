package org.clipspark.prep;

import java.nio.file.Path;
import java.util.List;
import org.clipspark.prep.config.StrictYaml;
import picocli.CommandLine.Option;

/** Options of the commands that make a data set. */
final class ConfigOptions {
    @Option(names = "--conf-file", required = true, paramLabel = "FILE", description = "YAML file, see conf/prep.")
    private Path confFile;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Replaces a value of the file, e.g. output=/tmp/x.")
    private List<String> overrides = List.of();

    PrepConfig load() {
        return StrictYaml.load(confFile, overrides, PrepConfig.class);
    }
}
