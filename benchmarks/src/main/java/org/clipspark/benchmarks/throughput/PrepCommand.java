package org.clipspark.benchmarks.throughput;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
            "Case shards: a shard of a thousand such files, beside a plain file of the same bytes."
        })
public final class PrepCommand implements Callable<Integer> {
    private static final List<String> CASES = List.of("resize", "shards");
    // Levels of 255. Both decode and encode by libjpeg-turbo; only the rounding of the means differs.
    private static final double TOLERANCE = 0.3;
    private static final int WARM_UP_PASSES = 20;
    private static final int MEASURED_PASSES = 10;

    @Spec
    private CommandSpec spec;

    @Option(names = "--case", paramLabel = "NAME", description = "only this case: resize or shards")
    private List<String> cases = CASES;

    @Option(names = "--repeats", paramLabel = "N", description = "alternating repeats (default: ${DEFAULT-VALUE})")
    private int repeats = 5;

    @Override
    public Integer call() {
        check(repeats >= 1, "--repeats must be at least 1, got " + repeats);
        cases.forEach(name -> check(CASES.contains(name), "Unknown case '" + name + "' (expected: resize or shards)"));
        spec.commandLine().getErr().println(BenchmarkResult.header());
        for (String name : cases) {
            BenchmarkResult result = name.equals("resize") ? resize() : shards();
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

    private BenchmarkResult shards() {
        return new Sides("prep", "shards", "MB/s", List.of("shards")).measure(repeats, 0);
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
