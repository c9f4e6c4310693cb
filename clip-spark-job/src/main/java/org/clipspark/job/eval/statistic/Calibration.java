package org.clipspark.job.eval.statistic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whether a model is right as often as it says (Guo et al., <i>On Calibration of Modern Neural Networks</i>, 2017).
 *
 * @param bins reliability diagram, by rising confidence; bins without samples are left out
 * @param expectedError ECE: distance between confidence and accuracy, averaged over bins by their samples
 * @param largestError the largest such distance
 */
public record Calibration(List<Bin> bins, double expectedError, double largestError) {
    /** Bins that are usual. */
    public static final int USUAL_BINS = 15;

    /**
     * Samples of about one confidence.
     *
     * @param low lower bound of their confidence
     * @param high upper bound of their confidence
     * @param samples how many, at least 1
     * @param confidence mean of what the model said
     * @param accuracy fraction that it had right
     */
    public record Bin(double low, double high, int samples, double confidence, double accuracy) {
        double error() {
            return Math.abs(confidence - accuracy);
        }
    }

    /** Copies the list. */
    public Calibration {
        bins = List.copyOf(bins);
    }

    /**
     * Bins of equal width from 0 to 1: each holds what is above its lower and up to its upper bound.
     *
     * @param confidence {@code [N]}, from 0 to 1: probability that the model gives its answer
     * @param right {@code [N]}, whether that answer is right
     * @param bins at least 1, see {@link #USUAL_BINS}
     * @throws IllegalArgumentException if there are no samples, the lengths differ or a number is out of its range
     */
    public static Calibration equalWidth(double[] confidence, boolean[] right, int bins) {
        check(confidence, right, bins);
        List<List<Integer>> members = new ArrayList<>();
        IntStream.range(0, bins).forEach(b -> members.add(new ArrayList<>()));
        for (int i = 0; i < confidence.length; i++) {
            int b = (int) Math.ceil(confidence[i] * bins) - 1;
            members.get(Math.min(bins - 1, Math.max(0, b))).add(i);
        }
        List<Bin> filled = new ArrayList<>();
        for (int b = 0; b < bins; b++) {
            if (!members.get(b).isEmpty()) {
                filled.add(bin((double) b / bins, (b + 1.0) / bins, members.get(b), confidence, right));
            }
        }
        return of(filled, confidence.length);
    }

    /**
     * Adaptive bins: as many samples in each, up to one, by rising confidence (Nguyen and O'Connor 2015). Where most samples
     * are near certain, these say more than bins of equal width.
     *
     * @param confidence {@code [N]}, from 0 to 1
     * @param right {@code [N]}
     * @param bins at least 1; no more than samples are made
     * @throws IllegalArgumentException if there are no samples, the lengths differ or a number is out of its range
     */
    public static Calibration equalSamples(double[] confidence, boolean[] right, int bins) {
        check(confidence, right, bins);
        List<Integer> order = IntStream.range(0, confidence.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> confidence[i]))
                .toList();
        int count = Math.min(bins, order.size());
        List<Bin> filled = new ArrayList<>();
        for (int b = 0; b < count; b++) {
            List<Integer> members = order.subList(share(order.size(), b, count), share(order.size(), b + 1, count));
            double low = confidence[members.get(0)];
            double high = confidence[members.get(members.size() - 1)];
            filled.add(bin(low, high, members, confidence, right));
        }
        return of(filled, confidence.length);
    }

    private static int share(int samples, int part, int parts) {
        return (int) ((long) samples * part / parts);
    }

    private static Calibration of(List<Bin> bins, int samples) {
        double expected =
                bins.stream().mapToDouble(bin -> bin.error() * bin.samples()).sum() / samples;
        double largest = bins.stream().mapToDouble(Bin::error).max().orElse(0);
        return new Calibration(bins, expected, largest);
    }

    private static Bin bin(double low, double high, List<Integer> members, double[] confidence, boolean[] right) {
        double said = members.stream().mapToDouble(i -> confidence[i]).average().orElse(0);
        double had =
                members.stream().mapToDouble(i -> right[i] ? 1 : 0).average().orElse(0);
        return new Bin(low, high, members.size(), said, had);
    }

    private static void check(double[] confidence, boolean[] right, int bins) {
        if (confidence.length == 0 || confidence.length != right.length || bins < 1) {
            throw new IllegalArgumentException("Calibration needs samples with an answer each and at least 1 bin, got "
                    + confidence.length + " confidences, " + right.length + " answers and " + bins + " bins");
        }
        for (int i = 0; i < confidence.length; i++) {
            if (!(confidence[i] >= 0 && confidence[i] <= 1)) {
                throw new IllegalArgumentException(
                        "Confidence of sample " + i + " must be from 0 to 1, got " + confidence[i]);
            }
        }
    }
}
