package org.clipspark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.clipspark.job.doctor.Doctor;
import org.clipspark.job.doctor.Finding;
import org.clipspark.job.doctor.ThisMachine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clip doctor}. */
@Command(
        name = "doctor",
        description =
                "Says what is wrong with this set-up, one line each with what to do. Exit code 1 if a run would fail.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--output",
            paramLabel = "DIR",
            description = "Folder that results would go to (default: ${DEFAULT-VALUE}).")
    private String folder = "runs";

    @Mixin
    private SparkSettings spark;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws JsonProcessingException {
        List<Finding> findings = Doctor.examine(new ThisMachine(spark.conf()), folder);
        boolean fails = findings.stream().anyMatch(finding -> finding.level() == Finding.Level.FAILURE);
        if (output.isJson()) {
            output.print(
                    spec,
                    Map.of(
                            "ok",
                            !fails,
                            "findings",
                            findings.stream().map(DoctorCommand::figures).toList()));
        } else {
            findings.forEach(finding -> spec.commandLine().getOut().println(finding.line()));
            spec.commandLine().getOut().flush();
        }
        return fails ? FailureHandler.FAILED : 0;
    }

    private static Map<String, String> figures(Finding finding) {
        return Map.of(
                "check",
                finding.check(),
                "level",
                finding.level().name().toLowerCase(Locale.ROOT),
                "message",
                finding.message(),
                "fix",
                finding.fix());
    }
}
