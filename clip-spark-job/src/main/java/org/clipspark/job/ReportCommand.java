package org.clipspark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.clipspark.job.report.Report;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clip report RUN}. */
@Command(
        name = "report",
        description = "Writes the HTML report of a run from its record and metrics.",
        mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", description = "Folder of a run.")
    private Path run;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws JsonProcessingException {
        output.print(spec, Map.of("report", Report.write(run).toString()));
        return 0;
    }
}
