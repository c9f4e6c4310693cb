package org.clipspark.benchmarks.trainstep;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.clipspark.benchmarks.process.PeakMemory;

/**
 * One side of the comparison in a process of its own: builds the step, warms up, then runs as many steps as each line of
 * standard input says and blocks in between, so that it rests while the other side is measured.
 */
final class StepServer {
    private static final int WARM_UP_STEPS = 2;

    private StepServer() {}

    /** Arguments: side, case, threads. */
    public static void main(String[] arguments) {
        PrintStream replies = System.out;
        // Libraries that greet on standard output must not break the conversation.
        System.setOut(System.err);
        try (TrainStep step =
                TrainStep.named(arguments[0], TrainCase.named(arguments[1]), Integer.parseInt(arguments[2]))) {
            double[] losses = new double[WARM_UP_STEPS];
            for (int i = 0; i < WARM_UP_STEPS; i++) {
                losses[i] = step.run();
            }
            replies.println(losses[0] + " " + losses[WARM_UP_STEPS - 1]);
            serve(step, new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), replies);
        } catch (IOException e) {
            throw new UncheckedIOException("Lost the parent process", e);
        }
    }

    private static void serve(TrainStep step, BufferedReader requests, PrintStream replies) throws IOException {
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            int steps = Integer.parseInt(line);
            double productsBefore = step.productSeconds();
            long start = System.nanoTime();
            for (int i = 0; i < steps; i++) {
                step.run();
            }
            double seconds = (System.nanoTime() - start) * 1e-9;
            replies.println(seconds + " " + (step.productSeconds() - productsBefore) + " " + PeakMemory.mib());
        }
    }
}
