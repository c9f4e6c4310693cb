package org.clipspark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.clipspark.job.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clip report RUN} and {@code clip report compare RUN RUN}. */
@Command(
        name = "report",
        description = "Writes the HTML report of a run from its record and metrics.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    // Not required: picocli would ask for it where the subcommand is given too.
    @Parameters(paramLabel = "RUN", arity = "0..1", description = "Folder of a run.")
    private List<Path> run = new ArrayList<>();

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws JsonProcessingException {
        if (run.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "Missing RUN: the folder of a run (or the subcommand compare)");
        }
        output.print(spec, Map.of("report", Report.write(run.get(0)).toString()));
        return 0;
    }

    @Command(
            name = "compare",
            description = "Writes one HTML page with the curves of several runs over the pairs they have seen.")
    int compare(
            @Parameters(paramLabel = "RUN", arity = "2..*", description = "Folders of runs, 2 to 8.") List<Path> runs,
            @Option(names = "--output", required = true, paramLabel = "FILE", description = "Page to write.") Path page,
            @Mixin OutputOptions options)
            throws JsonProcessingException {
        Report.compare(runs, page);
        options.print(spec, Map.of("report", page.toString()));
        return 0;
    }
}
