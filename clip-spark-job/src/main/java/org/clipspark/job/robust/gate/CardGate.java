package org.clipspark.job.robust.gate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.clipspark.job.robust.card.RobustnessCard;
import org.clipspark.job.suite.gate.Breach;
import org.clipspark.job.suite.gate.GateSettings.Bounds;
import org.clipspark.prep.config.StrictYaml;

/**
 * What a card must reach. A figure that was not measured does not pass.
 *
 * @param thresholds bounds by the name of a figure, see docs/robustness.md; at least one
 */
public record CardGate(Map<String, Bounds> thresholds) {
    /** Copies the map, in its order. */
    public CardGate {
        thresholds = Collections.unmodifiableMap(new LinkedHashMap<>(thresholds));
        if (thresholds.isEmpty()) {
            throw new IllegalArgumentException("A gate needs thresholds, got none");
        }
    }

    /**
     * Reads a file.
     *
     * @throws org.clipspark.prep.config.ConfigException if it cannot be read or is no gate
     */
    public static CardGate load(Path file) {
        return StrictYaml.load(file, List.of(), CardGate.class);
    }

    /** What of a card does not pass, in the order of the thresholds. */
    public List<Breach> check(RobustnessCard card) {
        Map<String, Double> figures = CardFigures.of(card);
        String checkpoint = card.subject().model() + "/" + card.subject().checkpoint();
        List<Breach> breaches = new ArrayList<>();
        thresholds.forEach((figure, bounds) -> {
            double value = figures.getOrDefault(figure, Double.NaN);
            breach(checkpoint, figure, value, bounds, figures).ifPresent(breaches::add);
        });
        return breaches;
    }

    private static Optional<Breach> breach(
            String checkpoint, String figure, double value, Bounds bounds, Map<String, Double> figures) {
        if (Double.isNaN(value)) {
            String message = "'" + figure + "' was not measured of " + checkpoint + " (figures: "
                    + String.join(", ", figures.keySet()) + ")";
            return Optional.of(new Breach(checkpoint, figure, value, Double.NaN, message));
        }
        return bounds.min()
                .filter(min -> value < min)
                .map(min -> missed(checkpoint, figure, value, min, "at least"))
                .or(() -> bounds.max()
                        .filter(max -> value > max)
                        .map(max -> missed(checkpoint, figure, value, max, "at most")));
    }

    private static Breach missed(String checkpoint, String figure, double value, double threshold, String word) {
        String message =
                String.format(Locale.ROOT, "'%s' of %s is %.4f, %s %.4f", figure, checkpoint, value, word, threshold);
        return new Breach(checkpoint, figure, value, threshold, message);
    }
}
