package org.clipspark.benchmarks.trainstep;

import java.io.File;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clipspark.benchmarks.process.ChildJava;

/** A running {@link StepServer}, seen from the process that asks it. */
final class StepProcess implements AutoCloseable {
    // Each side gets the class path without the other's natives, so that no library is loaded twice.
    private static final Pattern PYTORCH = Pattern.compile(".*/org/bytedeco/pytorch/.*");
    private static final Pattern OUR_NATIVES = Pattern.compile(".*/org/(nd4j|bytedeco/(dnnl|opencl|opencv))/.*");

    private final ChildJava process;
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

    private StepProcess(ChildJava process) {
        this.process = process;
        String[] losses = process.reply(2);
        this.firstLoss = Double.parseDouble(losses[0]);
        this.lastLoss = Double.parseDouble(losses[1]);
    }

    /** Starts that side and waits until it is warm. */
    static StepProcess start(String side, TrainCase trainCase, int threads) {
        Pattern foreign = side.equals("ours") ? PYTORCH : OUR_NATIVES;
        List<String> options = List.of(
                "-Xmx1g",
                // Native memory is ours to measure, not JavaCPP's to bound.
                "-Dorg.bytedeco.javacpp.maxbytes=0",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-cp",
                classPathWithout(foreign));
        List<String> command = List.of(StepServer.class.getName(), side, trainCase.name(), Integer.toString(threads));
        return new StepProcess(ChildJava.start(side, options, command, SideEnvironment.of(side, threads)));
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
        process.send(Integer.toString(steps));
        String[] fields = process.reply(3);
        return new Timing(
                steps, Double.parseDouble(fields[0]), Double.parseDouble(fields[1]), Long.parseLong(fields[2]));
    }

    @Override
    public void close() {
        process.close();
    }
}
