package org.clipspark.benchmarks.trainstep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.clipspark.benchmarks.result.BenchmarkResult;
import org.clipspark.benchmarks.result.Median;
import org.clipspark.benchmarks.trainstep.StepProcess.Timing;
import org.clipspark.model.ModelCost;

/** Both sides of one case, measured in turns. */
final class Comparison {
    /** Long enough that the clock and one late wake-up do not show, short enough that turns share the weather. */
    private static final double SECONDS_PER_REPEAT = 4;

    /** Sums of that many products differ by their order; a missing operation differs by far more. */
    private static final double LOSS_TOLERANCE = 1e-3;

    private final TrainCase trainCase;
    private final int repeats;
    private final int threads;

    Comparison(TrainCase trainCase, int repeats, int threads) {
        this.trainCase = trainCase;
        this.repeats = repeats;
        this.threads = threads;
    }

    /**
     * Measures.
     *
     * @throws IllegalStateException if the two sides do not compute the same losses, or one of them fails
     */
    BenchmarkResult measure() {
        try (StepProcess ours = StepProcess.start("ours", trainCase, threads);
                StepProcess peer = StepProcess.start("peer", trainCase, threads)) {
            requireSame("first", ours.firstLoss(), peer.firstLoss());
            requireSame("second", ours.lastLoss(), peer.lastLoss());
            int oursSteps = stepsPerRepeat(ours.run(1).seconds());
            int peerSteps = stepsPerRepeat(peer.run(1).seconds());
            List<Timing> oursTimings = new ArrayList<>();
            List<Timing> peerTimings = new ArrayList<>();
            for (int i = 0; i < repeats; i++) {
                oursTimings.add(ours.run(oursSteps));
                peerTimings.add(peer.run(peerSteps));
            }
            return result(oursTimings, peerTimings);
        }
    }

    static void requireSame(String step, double ours, double peer) {
        // Written so that a loss that is no number fails too.
        if (!(Math.abs(ours - peer) <= LOSS_TOLERANCE * Math.abs(peer))) {
            throw new IllegalStateException("Both sides must compute the same loss at the " + step + " step, got "
                    + ours + " (ours) and " + peer + " (peer)");
        }
    }

    static int stepsPerRepeat(double secondsPerStep) {
        return Math.max(1, (int) Math.round(SECONDS_PER_REPEAT / secondsPerStep));
    }

    BenchmarkResult result(List<Timing> ours, List<Timing> peer) {
        double oursRate = median(ours, timing -> timing.steps() / timing.seconds());
        double peerRate = median(peer, timing -> timing.steps() / timing.seconds());
        // Ours works on the real tokens, the peer on the padding too.
        int[] texts = new StartingPoint(trainCase).texts();
        double gflop =
                ModelCost.ofStep(trainCase.config(), texts, trainCase.batch()).floatingPointOperations() * 1e-9;
        double padded = ModelCost.ofStep(trainCase.config(), trainCase.batch()).floatingPointOperations() * 1e-9;
        Map<String, Double> details = new LinkedHashMap<>();
        details.put("gemm_share_ours", median(ours, timing -> timing.productSeconds() / timing.seconds()));
        details.put("gflop_per_step", gflop);
        details.put("gflops_ours", gflop * oursRate);
        details.put("gflops_peer", padded * peerRate);
        return new BenchmarkResult(
                "train-step",
                trainCase.name(),
                oursRate * trainCase.batch(),
                peerRate * trainCase.batch(),
                "pairs/s",
                peak(ours),
                peak(peer),
                ours.size(),
                details);
    }

    private static double median(List<Timing> timings, ToDoubleFunction<Timing> figure) {
        return Median.of(timings.stream().map(figure::applyAsDouble).toList());
    }

    private static long peak(List<Timing> timings) {
        return timings.stream().mapToLong(Timing::peakMib).max().orElseThrow();
    }
}
