package org.clipspark.job.robust.card;

import java.util.Optional;
import java.util.OptionalDouble;
import org.clipspark.job.eval.robustness.ShiftBaseline;

/**
 * A shifted data set.
 *
 * @param name of it
 * @param data hash of its manifest
 * @param classes that images were classified among
 * @param leftOut rows of other classes
 * @param accuracy on it
 * @param amongAll the same images among all classes of the clean data set, where that is something else
 * @param clean accuracy on the clean images of those classes, among them
 * @param baseline line that effective robustness is counted from
 * @param effective effective robustness, a difference of fractions; empty where it has no meaning
 * @param relative relative robustness, a difference of fractions; empty without an earlier card
 */
public record ShiftResult(
        String name,
        String data,
        int classes,
        long leftOut,
        Accuracy accuracy,
        Optional<Accuracy> amongAll,
        Accuracy clean,
        Optional<ShiftBaseline> baseline,
        OptionalDouble effective,
        OptionalDouble relative) {
    /** The same with effective robustness. */
    public ShiftResult withBaseline(ShiftBaseline line, OptionalDouble robustness) {
        return new ShiftResult(
                name, data, classes, leftOut, accuracy, amongAll, clean, Optional.of(line), robustness, relative);
    }

    /** The same with relative robustness. */
    public ShiftResult withRelative(double robustness) {
        return new ShiftResult(
                name,
                data,
                classes,
                leftOut,
                accuracy,
                amongAll,
                clean,
                baseline,
                effective,
                OptionalDouble.of(robustness));
    }
}
