package org.clipspark.benchmarks.embed;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.clipspark.benchmarks.result.BenchmarkResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code embed}: images and captions per second of ViT-B-32's encoders, and of a whole evaluation. */
@Command(
        name = "embed",
        mixinStandardHelpOptions = true,
        description = {
            "Embeds by ViT-B-32 in fp32 beside libtorch, each in its own process, in alternating repeats; then a whole",
            "evaluation, from shards to embeddings on disk, beside its own encoders alone: the ratio is their share of",
            "the time."
        })
public final class EmbedCommand implements Callable<Integer> {
    private static final List<String> CASES = List.of("images", "captions", "evaluation");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--case",
            paramLabel = "NAME",
            description = "case to measure, repeatable: images, captions, evaluation (default: all)")
    private List<String> cases = CASES;

    @Option(names = "--repeats", paramLabel = "N", description = "alternating repeats (default: ${DEFAULT-VALUE})")
    private int repeats = 5;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "native threads of each side, tasks of the evaluation (default: ${DEFAULT-VALUE})")
    private int threads = 2;

    @Option(names = "--images", paramLabel = "N", description = "images of the evaluation (default: ${DEFAULT-VALUE})")
    private int images = 2000;

    @Override
    public Integer call() {
        require(repeats >= 1, "--repeats must be at least 1, got " + repeats);
        require(threads >= 1, "--threads must be at least 1, got " + threads);
        require(images >= 1, "--images must be at least 1, got " + images);
        require(CASES.containsAll(cases), "--case must be one of " + CASES + ", got " + cases);
        PrintWriter table = spec.commandLine().getErr();
        PrintWriter results = spec.commandLine().getOut();
        table.println(BenchmarkResult.header());
        for (String each : cases) {
            BenchmarkResult result = each.equals("evaluation")
                    ? Evaluation.measure(images, repeats, threads)
                    : EncodingSides.measure(each, repeats, threads);
            table.println(result.toRow());
            results.println(result.toJson());
            results.flush();
        }
        return 0;
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
