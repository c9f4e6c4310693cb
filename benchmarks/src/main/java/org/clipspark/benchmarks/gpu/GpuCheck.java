package org.clipspark.benchmarks.gpu;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.clipspark.model.compute.Precision;
import org.clipspark.model.compute.cuda.CudaTrial;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command of the GPU check bundle. It loads no class of ND4J. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Tries the cuda backend on this machine: tests, then the rate of matrix products, then training steps.",
            "Prints one JSON object on standard output; progress goes to standard error. Exit code 1 if a test failed."
        })
public final class GpuCheck implements Callable<Integer> {
    private static final int MOST_SIDE = 1 << 16;

    @Spec
    private CommandSpec spec;

    @Option(names = "--test", paramLabel = "CLASS[#METHOD]", description = "tests to run, repeatable")
    private List<String> tests = new ArrayList<>();

    @Option(
            names = "--step",
            paramLabel = "MODEL=BATCH",
            description = "model file and pairs of a training step to time, repeatable")
    private List<String> steps = new ArrayList<>();

    @Option(names = "--precision", paramLabel = "NAME", description = "fp32, tf32 or bf16 (default: ${DEFAULT-VALUE})")
    private String precision = "bf16";

    @Option(names = "--repeats", paramLabel = "N", description = "timed steps (default: ${DEFAULT-VALUE})")
    private int repeats = 10;

    @Option(
            names = "--side",
            paramLabel = "N",
            description = "rows of the square matrices whose products are timed (default: ${DEFAULT-VALUE})")
    private int side = 8192;

    @Option(names = "--device", paramLabel = "N", description = "number of the GPU (default: ${DEFAULT-VALUE})")
    private int device = 0;

    /** Runs the command. */
    public static void main(String[] arguments) {
        CommandLine command = new CommandLine(new GpuCheck());
        command.setExecutionExceptionHandler((failure, failed, parsed) -> {
            failed.getErr().println("check: " + failure.getMessage());
            return failure instanceof IllegalArgumentException ? CommandLine.ExitCode.USAGE : 1;
        });
        System.exit(command.execute(arguments));
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    @Override
    public Integer call() {
        require(repeats >= 1, "--repeats must be at least 1, got " + repeats);
        require(side >= 1 && side <= MOST_SIDE, "--side must be from 1 to " + MOST_SIDE + ", got " + side);
        Precision chosen = Precision.named(precision);
        List<StepCase> cases = steps.stream().map(StepCase::parse).toList();
        ObjectNode result = new ObjectMapper().createObjectNode();
        TestSummary summary = TestSummary.of(tests);
        result.set("tests", summary.toJson());
        spec.commandLine().getErr().println(summary.line());
        if (!cases.isEmpty()) {
            time(result, chosen, cases);
        }
        spec.commandLine().getOut().println(result);
        return summary.failures().isEmpty() ? 0 : 1;
    }

    private void time(ObjectNode result, Precision chosen, List<StepCase> cases) {
        result.put("card", CudaTrial.run(device).line());
        result.put("precision", chosen.toString());
        double rate = new ProductRate(device, chosen).operationsPerSecond(side, repeats);
        result.put("product_tflops", rate * 1e-12);
        ArrayNode all = result.putArray("steps");
        for (StepCase each : cases) {
            ObjectNode one = new GpuStep(each, device, chosen).measure(repeats);
            one.put("utilisation", one.get("tflops").asDouble() * 1e12 / rate);
            spec.commandLine().getErr().println(one);
            all.add(one);
        }
    }

    /**
     * A step to time.
     *
     * @param model file of the model's config
     * @param batch pairs, at least 2
     */
    record StepCase(Path model, int batch) {
        static StepCase parse(String text) {
            String[] parts = text.split("=", -1);
            if (parts.length != 2 || !parts[1].matches("\\d{1,6}") || Integer.parseInt(parts[1]) < 2) {
                throw new IllegalArgumentException("--step takes MODEL=BATCH with a batch of at least 2, got " + text);
            }
            return new StepCase(Path.of(parts[0]), Integer.parseInt(parts[1]));
        }
    }
}
