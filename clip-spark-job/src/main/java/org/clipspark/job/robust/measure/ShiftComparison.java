package org.clipspark.job.robust.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.job.eval.robustness.ShiftBaseline;
import org.clipspark.job.robust.card.CardFile;
import org.clipspark.job.robust.card.ShiftResult;
import org.clipspark.job.robust.settings.BaselineSettings;
import org.clipspark.job.robust.settings.RobustnessSettings;
import org.clipspark.job.robust.settings.ShiftSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets accuracies on shifted data sets beside what usual models have there, and beside those of an earlier card. */
public final class ShiftComparison {
    private static final Logger log = LoggerFactory.getLogger(ShiftComparison.class);

    private final RobustnessSettings settings;
    private final List<CardFile> others;
    private final Optional<CardFile> before;

    /**
     * Reads the cards that the settings name.
     *
     * @throws java.io.UncheckedIOException if one cannot be read
     */
    public ShiftComparison(RobustnessSettings settings, Configuration hadoop) {
        this.settings = settings;
        this.others = settings.baseline().map(BaselineSettings::cards).orElse(List.of()).stream()
                .map(card -> CardFile.read(card, hadoop))
                .toList();
        this.before = settings.before().map(card -> CardFile.read(card, hadoop));
    }

    /**
     * Adds effective and relative robustness.
     *
     * @param results in the order of the settings
     * @throws IllegalArgumentException if a card lacks a data set or measured other data
     */
    public List<ShiftResult> compare(List<ShiftResult> results) {
        List<ShiftResult> compared = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            ShiftResult result = effective(settings.shifts().get(i), results.get(i), results);
            compared.add(
                    before.isEmpty()
                            ? result
                            : result.withRelative(ShiftBaseline.relativeRobustness(
                                    same(before.get(), result).accuracy(),
                                    result.accuracy().accuracy())));
        }
        return compared;
    }

    private ShiftResult effective(ShiftSettings shift, ShiftResult result, List<ShiftResult> all) {
        if (shift.baseline().isPresent()) {
            ShiftBaseline line = switch (shift.baseline().get()) {
                case IMAGENET_V2 -> ShiftBaseline.IMAGENET_V2;
                case IMAGENET_SKETCH -> ShiftBaseline.IMAGENET_SKETCH;
            };
            return with(result, line, result.clean().accuracy());
        }
        List<String> alsoClean =
                settings.baseline().map(BaselineSettings::alsoClean).orElse(List.of());
        if (settings.baseline().isEmpty() || alsoClean.contains(result.name())) {
            return result;
        }
        List<ShiftResult> further =
                all.stream().filter(each -> alsoClean.contains(each.name())).toList();
        ShiftBaseline line = ShiftBaseline.fit(
                result.name() + ", fitted to cards",
                others.stream().map(card -> accuracies(card, result, further)).toList());
        double[] clean = DoubleStream.concat(
                        DoubleStream.of(result.clean().accuracy()),
                        further.stream().mapToDouble(each -> each.accuracy().accuracy()))
                .toArray();
        return with(result, line, clean);
    }

    private static ShiftResult with(ShiftResult result, ShiftBaseline line, double... clean) {
        log.info("shift={} baseline: {}", result.name(), line.describe());
        if (DoubleStream.of(clean).anyMatch(accuracy -> accuracy <= 0 || accuracy >= 1)) {
            log.warn("shift={} has no effective robustness: a clean accuracy is 0 or 1", result.name());
            return result.withBaseline(line, OptionalDouble.empty());
        }
        return result.withBaseline(
                line,
                OptionalDouble.of(line.effectiveRobustness(result.accuracy().accuracy(), clean)));
    }

    private static ShiftBaseline.Accuracies accuracies(CardFile card, ShiftResult result, List<ShiftResult> further) {
        CardFile.Shift own = same(card, result);
        List<Double> clean = new ArrayList<>(List.of(own.clean()));
        further.forEach(each -> clean.add(same(card, each).accuracy()));
        return new ShiftBaseline.Accuracies(clean, own.accuracy());
    }

    private static CardFile.Shift same(CardFile card, ShiftResult result) {
        CardFile.Shift shift = card.shift(result.name())
                .orElseThrow(() -> new IllegalArgumentException(
                        "Card " + card.location() + " has no shift '" + result.name() + "': measure it"));
        if (!shift.data().equals(result.data())) {
            throw new IllegalArgumentException("Card " + card.location() + " has a shift '" + result.name()
                    + "' of other data (manifest " + shift.data() + ", here " + result.data() + ")");
        }
        return shift;
    }
}
