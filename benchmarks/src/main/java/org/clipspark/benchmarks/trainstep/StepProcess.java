package org.clipspark.benchmarks.trainstep;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A running {@link StepServer}, seen from the process that asks it. */
final class StepProcess implements AutoCloseable {
    // Each side gets the class path without the other's natives, so that no library is loaded twice.
    private static final Pattern PYTORCH = Pattern.compile(".*/org/bytedeco/pytorch/.*");
    private static final Pattern OUR_NATIVES = Pattern.compile(".*/org/(nd4j|bytedeco/(dnnl|opencl|opencv))/.*");

    private final String side;
    private final Process process;
    private final PrintStream requests;
    private final BufferedReader replies;
    private final double firstLoss;
    private final double lastLoss;

    /**
     * What a number of steps took.
     *
     * @param steps how many
     * @param seconds wall-clock time of all of them
     * @param productSeconds of that, time in matrix and attention products; 0 where not measured
     * @param peakMib largest resident memory of the process until then, in MiB
     */
    record Timing(int steps, double seconds, double productSeconds, long peakMib) {}

    private StepProcess(String side, Process process) {
        this.side = side;
        this.process = process;
        this.requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.replies = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String[] losses = reply(2);
        this.firstLoss = Double.parseDouble(losses[0]);
        this.lastLoss = Double.parseDouble(losses[1]);
    }

    /** Starts that side and waits until it is warm. */
    static StepProcess start(String side, TrainCase trainCase, int threads) {
        Pattern foreign = side.equals("ours") ? PYTORCH : OUR_NATIVES;
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                // Native memory is ours to measure, not JavaCPP's to bound.
                "-Dorg.bytedeco.javacpp.maxbytes=0",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-cp",
                classPathWithout(foreign),
                StepServer.class.getName(),
                side,
                trainCase.name(),
                Integer.toString(threads));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(SideEnvironment.of(side, threads));
        try {
            return new StepProcess(side, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start a Java process for " + side, e);
        }
    }

    private static String classPathWithout(Pattern foreign) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry ->
                        !foreign.matcher(entry.replace(File.separatorChar, '/')).matches())
                .collect(Collectors.joining(File.pathSeparator));
    }

    /** Loss of the very first step, at weights that both sides share. */
    double firstLoss() {
        return firstLoss;
    }

    /** Loss of the last warm-up step, after updates of the weights. */
    double lastLoss() {
        return lastLoss;
    }

    /** Runs that many steps while this thread waits. */
    Timing run(int steps) {
        requests.println(steps);
        String[] fields = reply(3);
        return new Timing(
                steps, Double.parseDouble(fields[0]), Double.parseDouble(fields[1]), Long.parseLong(fields[2]));
    }

    private String[] reply(int fields) {
        try {
            String line = replies.readLine();
            if (line == null) {
                throw new IllegalStateException("The process of side '" + side + "' ended early; its message is above");
            }
            String[] parts = line.split(" ", -1);
            if (parts.length != fields) {
                throw new IllegalStateException("The process of side '" + side + "' said '" + line + "'");
            }
            return parts;
        } catch (IOException e) {
            throw new UncheckedIOException("Lost the process of side '" + side + "'", e);
        }
    }

    @Override
    public void close() {
        requests.close();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
