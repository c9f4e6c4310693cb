package org.clipspark.job.robust.measure;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.clipspark.job.embed.EmbeddedSet;
import org.clipspark.job.embed.part.EmbeddingIdentity;
import org.clipspark.job.eval.ClassSubset;
import org.clipspark.job.eval.Embeddings;
import org.clipspark.job.eval.ZeroShot;
import org.clipspark.job.eval.outcome.ClassOutcomes;
import org.clipspark.job.robust.card.Accuracy;
import org.clipspark.job.robust.card.ShiftResult;
import org.clipspark.job.robust.settings.ShiftSettings;
import org.clipspark.job.suite.measure.LabelledRows;

/**
 * Accuracy on other data sets of the same classes. Where such a data set has only some of the clean one's, as ImageNet-A and
 * ImageNet-R do, images are classified among those alone, and the clean images too.
 */
public final class ShiftMeasure {
    private final CleanSet clean;

    /** Prepares the measure. */
    public ShiftMeasure(CleanSet clean) {
        this.clean = clean;
    }

    /**
     * Measures one of them, without baseline.
     *
     * @throws IllegalArgumentException if it has no classes, or none in common with the clean data set
     */
    public ShiftResult measure(ShiftSettings shift) {
        EmbeddedSet set = clean.embed(shift.shards(), shift.splitChoice(), shift.images());
        if (set.classNames().isEmpty()) {
            throw new IllegalArgumentException("shifts: '" + shift.name() + "' has no classes: prepare it with them");
        }
        return shift.classes() == ShiftSettings.Classes.OWN ? own(shift, set) : among(shift, set);
    }

    private ShiftResult own(ShiftSettings shift, EmbeddedSet set) {
        Embeddings classifier = clean.classifier(clean.prompts(shift.name(), set.classNames()));
        Accuracy accuracy = accuracy(Scored.of(set, classifier).outcomes());
        return result(shift, set, classifier.rows(), 0, accuracy, Optional.empty(), clean.accuracy());
    }

    private ShiftResult among(ShiftSettings shift, EmbeddedSet set) {
        ClassMap map = ClassMap.of(shift.name(), set.classNames(), clean.classNames(), shift.classMapFile());
        List<Integer> kept = IntStream.range(0, set.classNames().size())
                .filter(map::has)
                .boxed()
                .toList();
        LabelledRows rows = LabelledRows.of(set, kept);
        int[] labels = IntStream.of(rows.labels()).map(map::clean).toArray();
        List<Integer> used = map.used();
        boolean isAll = used.size() == clean.classNames().size();
        Accuracy amongAll = accuracy(new ZeroShot(clean.classifier(), labels).outcomes(rows.images()));
        return result(
                shift,
                set,
                used.size(),
                set.keys().size() - labels.length,
                isAll ? amongAll : accuracy(rows.images(), labels, used),
                isAll ? Optional.empty() : Optional.of(amongAll),
                isAll ? clean.accuracy() : cleanAmong(used));
    }

    private Accuracy cleanAmong(List<Integer> used) {
        LabelledRows rows = LabelledRows.of(clean.images(), used);
        return accuracy(rows.images(), rows.labels(), used);
    }

    private Accuracy accuracy(Embeddings images, int[] labels, List<Integer> used) {
        ClassSubset subset = new ClassSubset(
                used.stream().mapToInt(Integer::intValue).toArray(),
                clean.classNames().size());
        return accuracy(new ZeroShot(subset.classifier(clean.classifier()), subset.labels(labels)).outcomes(images));
    }

    private Accuracy accuracy(ClassOutcomes outcomes) {
        return Accuracy.of(outcomes, clean.settings().confidence());
    }

    private static ShiftResult result(
            ShiftSettings shift,
            EmbeddedSet set,
            int classes,
            long leftOut,
            Accuracy accuracy,
            Optional<Accuracy> amongAll,
            Accuracy cleanAccuracy) {
        return new ShiftResult(
                shift.name(),
                set.identity().parts().getOrDefault(EmbeddingIdentity.DATA, ""),
                classes,
                leftOut,
                accuracy,
                amongAll,
                cleanAccuracy,
                Optional.empty(),
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }
}
