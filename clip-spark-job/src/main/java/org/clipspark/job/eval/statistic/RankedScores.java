package org.clipspark.job.eval.statistic;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Samples by falling score, those with equal scores as one step. */
final class RankedScores {
    private final long[] samples;
    private final long[] relevant;
    private final int steps;

    private RankedScores(long[] samples, long[] relevant, int steps) {
        this.samples = samples;
        this.relevant = relevant;
        this.steps = steps;
    }

    static RankedScores of(double[] scores, boolean[] isRelevant) {
        check(scores, isRelevant);
        int[] order = IntStream.range(0, scores.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -scores[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        long[] samples = new long[order.length];
        long[] relevant = new long[order.length];
        int step = -1;
        long found = 0;
        for (int i = 0; i < order.length; i++) {
            step += i == 0 || scores[order[i]] != scores[order[i - 1]] ? 1 : 0;
            found += isRelevant[order[i]] ? 1 : 0;
            samples[step] = i + 1L;
            relevant[step] = found;
        }
        return new RankedScores(samples, relevant, step + 1);
    }

    private static void check(double[] scores, boolean[] relevant) {
        if (scores.length != relevant.length) {
            throw new IllegalArgumentException(scores.length + " scores, but " + relevant.length + " answers");
        }
        if (!Arrays.stream(scores).allMatch(Double::isFinite)) {
            throw new IllegalArgumentException("Scores must be finite numbers");
        }
    }

    int steps() {
        return steps;
    }

    long samplesThrough(int step) {
        return samples[step];
    }

    long relevantThrough(int step) {
        return relevant[step];
    }

    long relevantCount() {
        return steps == 0 ? 0 : relevant[steps - 1];
    }
}
