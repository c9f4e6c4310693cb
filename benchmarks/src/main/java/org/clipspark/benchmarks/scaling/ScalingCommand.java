package org.clipspark.benchmarks.scaling;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.clipspark.benchmarks.result.BenchmarkResult;
import org.clipspark.benchmarks.result.Median;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code scaling}: pairs per second of several executors of one core beside one of them. */
@Command(
        name = "scaling",
        mixinStandardHelpOptions = true,
        description = {
            "Pairs per second of Spark executors of one core that average every K steps, beside those of one executor",
            "of one core; both in alternating turns. The model is conf/model/small.json."
        })
public final class ScalingCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--executors", paramLabel = "N", description = "executors (default: ${DEFAULT-VALUE})")
    private int executors = 2;

    @Option(names = "--batch", paramLabel = "N", description = "pairs of a step (default: ${DEFAULT-VALUE})")
    private int batch = 32;

    @Option(
            names = "--averaging-frequency",
            paramLabel = "K",
            description = "steps between two averages (default: ${DEFAULT-VALUE})")
    private int averagingFrequency = 50;

    @Option(names = "--rounds", paramLabel = "N", description = "averages of a turn (default: ${DEFAULT-VALUE})")
    private int rounds = 1;

    @Option(names = "--repeats", paramLabel = "N", description = "alternating turns (default: ${DEFAULT-VALUE})")
    private int repeats = 3;

    @Override
    public Integer call() {
        if (executors < 2 || repeats < 1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--executors must be at least 2 and --repeats at least 1, got " + executors + " and " + repeats);
        }
        ScalingRun run = new ScalingRun("", batch, averagingFrequency, rounds);
        List<List<ReplicaTurn>> many = new ArrayList<>();
        List<List<ReplicaTurn>> one = new ArrayList<>();
        try (Executors cluster = Executors.start(executors)) {
            for (int i = 0; i < repeats; i++) {
                many.add(cluster.turn(executors, run.named("many-" + i)));
                one.add(cluster.turn(1, run.named("one-" + i)));
            }
        }
        print(result(run, many, one));
        return 0;
    }

    private BenchmarkResult result(ScalingRun run, List<List<ReplicaTurn>> many, List<List<ReplicaTurn>> one) {
        Map<String, Double> details = new LinkedHashMap<>();
        for (int i = 0; i < executors; i++) {
            int rank = i;
            details.put(
                    "sync_percent_" + rank,
                    Median.of(many.stream()
                            .map(turn -> turn.get(rank).syncPercent())
                            .toList()));
        }
        return new BenchmarkResult(
                "scaling",
                "small-k" + averagingFrequency,
                pairsPerSecond(run, many),
                pairsPerSecond(run, one),
                "pairs/s",
                peakMib(many),
                peakMib(one),
                repeats,
                details);
    }

    /** Of all replicas together, by the slowest of them. */
    private static double pairsPerSecond(ScalingRun run, List<List<ReplicaTurn>> turns) {
        return Median.of(turns.stream()
                .map(turn -> turn.size()
                        * run.pairs()
                        / turn.stream().mapToDouble(ReplicaTurn::seconds).max().orElseThrow())
                .toList());
    }

    private static long peakMib(List<List<ReplicaTurn>> turns) {
        return turns.stream()
                .flatMap(List::stream)
                .mapToLong(ReplicaTurn::peakMib)
                .max()
                .orElseThrow();
    }

    private void print(BenchmarkResult result) {
        spec.commandLine().getErr().println(BenchmarkResult.header() + "  % of time in averages, by replica");
        spec.commandLine()
                .getErr()
                .println(result.toRow()
                        + result.details().values().stream()
                                .map(percent -> String.format("  %.2f", percent))
                                .collect(Collectors.joining()));
        spec.commandLine().getOut().println(result.toJson());
    }
}
