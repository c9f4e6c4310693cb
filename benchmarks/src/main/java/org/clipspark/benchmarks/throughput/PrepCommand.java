package org.clipspark.benchmarks.throughput;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.clipspark.benchmarks.memory.PreparationMemory;
import org.clipspark.benchmarks.result.BenchmarkResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code prep}: what data preparation does on one core, beside what it could not do without. */
@Command(
        name = "prep",
        mixinStandardHelpOptions = true,
        description = {
            "Case resize: JPEG files of 500x400 pixels, made up and of quality 90, to a shorter side of 256 by area",
            "means and to JPEG of quality 95 on one core, beside OpenCV's calls as img2dataset makes them.",
            "Case shards: a shard of a thousand such files, beside a plain file of the same bytes.",
            "Case shards-synced: the same beside a plain file that is on the disk when it counts; shards-tasks: two of",
            "each at once on two cores, as tasks of an executor write them.",
            "Case download: files of 10 kB from a server in the same process over 256 connections, on two cores, beside",
            "the JDK's client; download-hosts: the same from 300 hosts, 4 connections each.",
            "Case memory: a whole run on 200,000 rows (ours) beside one on 20,000 rows (peer): speed and peak memory."
        })
public final class PrepCommand implements Callable<Integer> {
    private static final List<String> CASES =
            List.of("resize", "shards", "shards-synced", "shards-tasks", "download", "download-hosts", "memory");
    // Levels of 255. Both decode and encode by libjpeg-turbo; only the rounding of the means differs.
    private static final double TOLERANCE = 0.3;
    private static final int WARM_UP_PASSES = 20;
    private static final int MEASURED_PASSES = 10;
    private static final int FEW_ROWS = 20_000;
    private static final int MANY_ROWS = 200_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--case",
            paramLabel = "NAME",
            description =
                    "only this case; may be repeated (all: resize, shards, shards-synced, shards-tasks, download, download-hosts, memory)")
    private List<String> cases = CASES;

    @Option(names = "--repeats", paramLabel = "N", description = "alternating repeats (default: ${DEFAULT-VALUE})")
    private int repeats = 5;

    @Override
    public Integer call() {
        check(repeats >= 1, "--repeats must be at least 1, got " + repeats);
        cases.forEach(name -> check(
                CASES.contains(name), "Unknown case '" + name + "' (expected: " + String.join(", ", CASES) + ")"));
        spec.commandLine().getErr().println(BenchmarkResult.header());
        for (String name : cases) {
            BenchmarkResult result = measure(name);
            spec.commandLine().getErr().println(result.toRow());
            spec.commandLine().getOut().println(result.toJson());
        }
        return 0;
    }

    private BenchmarkResult resize() {
        return new Sides("prep", "resize", "images/s", List.of("resize"))
                .measure(repeats, TOLERANCE)
                .withDetails(shares());
    }

    private BenchmarkResult measure(String name) {
        return switch (name) {
            case "resize" -> resize();
            case "shards", "shards-synced" -> new Sides("prep", name, "MB/s", List.of(name)).measure(repeats, 0);
            case "shards-tasks" -> new Sides("prep", name, "MB/s", List.of(name), 2).measure(repeats, 0);
            case "download", "download-hosts" ->
                new Sides("prep", name, "images/s", List.of(name), 2).measure(repeats, 0);
            default -> PreparationMemory.measure(FEW_ROWS, MANY_ROWS);
        };
    }

    private static Map<String, Double> shares() {
        OurPreparedImages ours = new OurPreparedImages(Photos.files());
        ours.shares(WARM_UP_PASSES);
        return ours.shares(MEASURED_PASSES);
    }

    private void check(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
