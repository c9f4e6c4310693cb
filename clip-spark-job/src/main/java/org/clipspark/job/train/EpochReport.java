package org.clipspark.job.train;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What an epoch measured, on one replica or on all.
 *
 * @param steps one record per step, in order
 * @param diverged whether a loss was no longer a number, where the epoch then ended
 */
public record EpochReport(List<StepRecord> steps, boolean diverged) implements Serializable {
    /** Steps that are put together in one line of a log. */
    static final int STEPS_PER_RECORD = 10;

    /** Copies the list. */
    public EpochReport {
        steps = List.copyOf(steps);
    }

    /** The epoch in which nobody learnt anything. */
    static EpochReport empty() {
        return new EpochReport(List.of(), false);
    }

    /** Two replicas' reports of the same epoch as one: steps of the same number are put together. */
    EpochReport plus(EpochReport other) {
        Map<Long, StepRecord> byStep = new TreeMap<>();
        steps.forEach(record -> byStep.put(record.step(), record));
        other.steps.forEach(record -> byStep.merge(record.step(), record, StepRecord::plus));
        return new EpochReport(new ArrayList<>(byStep.values()), diverged || other.diverged);
    }

    /** This part of an epoch and the next as one record, which has the epoch's means so far. */
    EpochReport followedBy(EpochReport next) {
        Stream<StepRecord> all = Stream.concat(steps.stream(), next.stretches(STEPS_PER_RECORD).stream());
        return new EpochReport(all.reduce(StepRecord::plus).stream().toList(), diverged || next.diverged);
    }

    /** One replica's steps; the last of them tells whether it diverged. */
    static EpochReport of(List<StepRecord> steps) {
        return new EpochReport(
                steps, !steps.isEmpty() && steps.get(steps.size() - 1).isDiverged());
    }

    /** Pairs learnt from. */
    public long samples() {
        return steps.stream().mapToLong(StepRecord::samples).sum();
    }

    /** Mean loss over all samples; 0 without samples. */
    public double loss() {
        return steps.stream().reduce(StepRecord::plus).map(StepRecord::loss).orElse(0.0);
    }

    /** The same epoch in fewer records, each of {@code length} steps. */
    public List<StepRecord> stretches(int length) {
        List<StepRecord> result = new ArrayList<>();
        for (int from = 0; from < steps.size(); from += length) {
            steps.subList(from, Math.min(steps.size(), from + length)).stream()
                    .reduce(StepRecord::plus)
                    .ifPresent(result::add);
        }
        return result;
    }
}
