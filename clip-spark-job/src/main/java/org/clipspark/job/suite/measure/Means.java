package org.clipspark.job.suite.measure;

import java.util.Arrays;

/** Means of figures of single samples. */
final class Means {
    private Means() {}

    /** Not a number for none. */
    static double of(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }
}
