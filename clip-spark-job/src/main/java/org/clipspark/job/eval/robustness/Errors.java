package org.clipspark.job.eval.robustness;

import java.util.List;

/** Checks of errors and accuracies, which are fractions. */
final class Errors {
    private Errors() {}

    static void check(String what, double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("The " + what + " must be a fraction from 0 to 1, got " + fraction);
        }
    }

    static double mean(String corruption, List<Double> bySeverity) {
        if (bySeverity.isEmpty()) {
            throw new IllegalArgumentException("Corruption " + corruption + " has no severity");
        }
        bySeverity.forEach(error -> check("error on " + corruption, error));
        return bySeverity.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    }
}
