package org.clipspark.job.eval.statistic;

import java.util.Locale;

/** What a comparison of two models says of the second. */
public enum Verdict {
    /** Higher, by more than chance explains. */
    BETTER,
    /** Lower, by more than chance explains. */
    WORSE,
    /** Chance explains it. */
    NO_DIFFERENCE;

    /** Name in results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Verdict of(double difference, double pValue, double alpha) {
        if (pValue >= alpha || difference == 0) {
            return NO_DIFFERENCE;
        }
        return difference > 0 ? BETTER : WORSE;
    }
}
