package org.clipspark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.suite.CheckpointWatch;
import org.clipspark.job.suite.Suite;
import org.clipspark.job.suite.SuiteRun;
import org.clipspark.job.suite.cell.Cell;
import org.clipspark.job.suite.gate.Breach;
import org.clipspark.job.suite.gate.GateSettings;
import org.clipspark.job.suite.settings.SuiteSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code clip evaluate}. */
@Command(
        name = "evaluate",
        description = "Evaluates checkpoints on the data sets of a suite; goes on where it was stopped.",
        mixinStandardHelpOptions = true,
        subcommands = {EvaluateBuild.class, EvaluateCompare.class})
final class EvaluateCommand implements Callable<Integer> {
    static final int GATE_MISSED = 3;

    @Spec
    private CommandSpec spec;

    // Not required: picocli would ask for it where a subcommand is given too.
    @Option(names = "--conf-file", paramLabel = "FILE", description = "YAML file, see conf/eval.")
    private List<Path> confFile = new ArrayList<>();

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Replaces a value of the file, e.g. batchSize=64.")
    private List<String> overrides = List.of();

    @Option(
            names = "--no-skip-existing",
            description = "Computes results again that are there; otherwise only those whose inputs changed.")
    private boolean isReplacing;

    @Option(names = "--gate", paramLabel = "FILE", description = "Thresholds; exit code 3 if one is missed.")
    private List<Path> gate = new ArrayList<>();

    @Option(names = "--dry-run", description = "Prints what would be computed, and computes nothing.")
    private boolean isDryRun;

    @Mixin
    private WatchOptions watch;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws JsonProcessingException {
        if (confFile.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "Missing --conf-file: the suite (or a subcommand: build, compare)");
        }
        SuiteSettings settings = SuiteSettings.load(confFile.get(0), overrides);
        Optional<GateSettings> thresholds = gate.stream().findFirst().map(GateSettings::load);
        try (SparkSession session = SparkSessions.open("evaluate", Optional.empty())) {
            JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
            Suite suite = new Suite(
                    spark, settings, isReplacing ? Suite.Existing.REPLACED : Suite.Existing.SKIPPED, Clock.systemUTC());
            if (isDryRun) {
                return dryRun(suite, spark.hadoopConfiguration());
            }
            SuiteRun run = new SuiteRun(suite, settings, thresholds, spark.hadoopConfiguration());
            return watch.folder().isEmpty() ? once(run) : watch(run, spark.hadoopConfiguration());
        }
    }

    private int once(SuiteRun run) throws JsonProcessingException {
        SuiteRun.Summary summary = run.run(run.checkpoints());
        output.print(spec, result(List.of(summary)));
        return verdict(summary.breaches());
    }

    private int watch(SuiteRun run, Configuration hadoop) throws JsonProcessingException {
        List<SuiteRun.Summary> summaries = new ArrayList<>();
        List<Breach> breaches = new ArrayList<>();
        new CheckpointWatch(run, watch.folder(), hadoop).watch(watch.rhythm(), summary -> {
            if (watch.isBounded()) {
                summaries.add(summary);
            }
            verdict(summary.breaches());
            breaches.addAll(summary.breaches());
        });
        output.print(spec, result(summaries));
        return breaches.isEmpty() ? 0 : GATE_MISSED;
    }

    private int dryRun(Suite suite, Configuration hadoop) throws JsonProcessingException {
        List<String> missing = suite
                .missing(
                        watch.folder().isEmpty()
                                ? suite.checkpoints()
                                : CheckpointWatch.checkpoints(watch.folder(), hadoop))
                .stream()
                .flatMap(each -> each.cells().stream())
                .map(cell -> cell.address().toString())
                .toList();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("missing", output.isJson() ? missing : missing.size());
        if (!output.isJson()) {
            missing.forEach(cell -> result.put(cell, "would be computed"));
        }
        output.print(spec, result);
        return 0;
    }

    private int verdict(List<Breach> breaches) {
        PrintWriter err = spec.commandLine().getErr();
        breaches.forEach(breach -> err.println("clip: gate: " + breach.message()));
        err.flush();
        return breaches.isEmpty() ? 0 : GATE_MISSED;
    }

    private Map<String, Object> result(List<SuiteRun.Summary> summaries) {
        Map<String, Object> result = new LinkedHashMap<>();
        List<Cell> cells =
                summaries.stream().flatMap(each -> each.cells().stream()).toList();
        if (output.isJson()) {
            result.put("results", EvaluationOutput.results(cells));
            result.put("aggregates", EvaluationOutput.aggregates(summaries));
            result.put("breaches", EvaluationOutput.breaches(summaries));
        } else {
            result.putAll(EvaluationOutput.lines(cells));
        }
        result.put("cells", cells.size());
        result.put(
                "computed",
                summaries.stream().mapToInt(SuiteRun.Summary::computed).sum());
        summaries.stream().reduce((first, last) -> last).ifPresent(last -> {
            result.put("report", last.report());
            result.put("trend", last.trend());
        });
        return result;
    }
}
