package org.clipspark.benchmarks.trainstep;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.clipspark.benchmarks.result.BenchmarkResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code train-step}: pairs per second of whole training steps, ours beside libtorch's. */
@Command(
        name = "train-step",
        mixinStandardHelpOptions = true,
        description = {
            "Measures a training step (forward, backward, AdamW) in fp32 beside libtorch's, each in its own process,",
            "in alternating repeats. Prints a table on standard error and one JSON line per case on standard output."
        })
public final class TrainStepCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--case",
            paramLabel = "NAME",
            description = "case to measure, repeatable: small, vit-b-32-padded, vit-b-32-captions, rn50 (default: all)")
    private List<String> cases = TrainCase.names();

    @Option(names = "--repeats", paramLabel = "N", description = "alternating repeats (default: ${DEFAULT-VALUE})")
    private int repeats = 5;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "native threads of each side (default: ${DEFAULT-VALUE})")
    private int threads = 2;

    @Override
    public Integer call() {
        require(repeats >= 1, "--repeats must be at least 1, got " + repeats);
        require(threads >= 1, "--threads must be at least 1, got " + threads);
        // All names are checked before the first case runs for a minute.
        List<TrainCase> chosen = cases.stream().map(TrainCase::named).toList();
        PrintWriter table = spec.commandLine().getErr();
        PrintWriter results = spec.commandLine().getOut();
        table.println(BenchmarkResult.header() + "  gemm share  GFLOP/step  GFLOP/s ours  GFLOP/s peer");
        for (TrainCase each : chosen) {
            BenchmarkResult result = new Comparison(each, repeats, threads).measure();
            table.println(result.toRow() + details(result.details()));
            results.println(result.toJson());
            results.flush();
        }
        return 0;
    }

    private static String details(Map<String, Double> details) {
        return String.format(
                Locale.ROOT,
                "  %10.3f  %10.1f  %12.1f  %12.1f",
                details.get("gemm_share_ours"),
                details.get("gflop_per_step"),
                details.get("gflops_ours"),
                details.get("gflops_peer"));
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
