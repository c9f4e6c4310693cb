package org.clipspark.job.robust.gate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.clipspark.job.robust.card.CorruptionCurve;
import org.clipspark.job.robust.card.CorruptionResult;
import org.clipspark.job.robust.card.RobustnessCard;

/** The figures of a card by one name each. */
final class CardFigures {
    private CardFigures() {}

    static Map<String, Double> of(RobustnessCard card) {
        Map<String, Double> figures = new LinkedHashMap<>();
        figures.put("clean", card.clean().accuracy());
        card.corruptions().ifPresent(result -> addCorruptions(result, figures));
        card.shifts().forEach(shift -> {
            figures.put("shift " + shift.name(), shift.accuracy().accuracy());
            shift.effective().ifPresent(points -> figures.put("effective " + shift.name(), points));
            shift.relative().ifPresent(points -> figures.put("relative " + shift.name(), points));
        });
        card.attacks()
                .forEach(attack -> figures.put(attack.name(), attack.robust().accuracy()));
        card.texts().forEach(text -> figures.put("drop " + text.kind() + " " + text.strength(), text.drop()));
        card.typographic()
                .ifPresent(result -> figures.put("typographic", result.success().accuracy()));
        card.flips().forEach(flip -> figures.put(flip.name(), flip.rate()));
        return figures;
    }

    private static void addCorruptions(CorruptionResult result, Map<String, Double> figures) {
        figures.put(
                "corruptions",
                result.curves().stream()
                        .mapToDouble(CorruptionCurve::mean)
                        .average()
                        .orElse(Double.NaN));
        result.curves().forEach(curve -> figures.put(curve.name(), curve.mean()));
        result.score().ifPresent(score -> {
            figures.put("mce", score.mean());
            figures.put("relative_mce", score.relativeMean());
        });
    }
}
