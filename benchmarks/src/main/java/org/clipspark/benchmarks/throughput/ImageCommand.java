package org.clipspark.benchmarks.throughput;

import java.util.List;
import java.util.concurrent.Callable;
import org.clipspark.benchmarks.result.BenchmarkResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code image}: JPEG files per second on one core. */
@Command(
        name = "image",
        mixinStandardHelpOptions = true,
        description = {
            "JPEG files of 500x400 pixels, made up and of quality 90, to normalised squares of 224 on one core, beside",
            "the JDK's ImageIO and Java 2D."
        })
public final class ImageCommand implements Callable<Integer> {
    // Java 2D's filter is another one; the mean of normalised values shows that both load the same pictures.
    private static final double TOLERANCE = 0.02;

    @Spec
    private CommandSpec spec;

    @Option(names = "--repeats", paramLabel = "N", description = "alternating repeats (default: ${DEFAULT-VALUE})")
    private int repeats = 5;

    @Override
    public Integer call() {
        if (repeats < 1) {
            throw new ParameterException(spec.commandLine(), "--repeats must be at least 1, got " + repeats);
        }
        spec.commandLine().getErr().println(BenchmarkResult.header());
        BenchmarkResult result = new Sides("image", "jpeg-500x400", "images/s", List.of()).measure(repeats, TOLERANCE);
        spec.commandLine().getErr().println(result.toRow());
        spec.commandLine().getOut().println(result.toJson());
        return 0;
    }
}
