package org.clipspark.benchmarks.trainstep;

import java.util.List;
import org.clipspark.benchmarks.process.ChildJava;

/** A running {@link StepServer}, seen from the process that asks it. */
final class StepProcess implements AutoCloseable {
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
        List<String> command = List.of(StepServer.class.getName(), side, trainCase.name(), Integer.toString(threads));
        return new StepProcess(SideProcess.start(side, threads, command));
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
