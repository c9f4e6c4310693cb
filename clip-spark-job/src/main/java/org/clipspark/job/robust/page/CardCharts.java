package org.clipspark.job.robust.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clipspark.job.robust.card.AttackOutcome;
import org.clipspark.job.robust.card.CorruptionCurve;
import org.clipspark.job.robust.card.CorruptionResult;
import org.clipspark.job.robust.card.RobustnessCard;
import org.clipspark.job.robust.card.TextResult;
import org.clipspark.job.suite.page.Curves;
import org.clipspark.job.suite.page.Figure;

/** The curves of a card. */
final class CardCharts {
    private final Curves curves = new Curves();

    Curves curves() {
        return curves;
    }

    /** One chart for each group, from the clean images on. */
    void corruptions(CorruptionResult result) {
        Map<String, Map<String, Map<Double, Double>>> groups = new LinkedHashMap<>();
        for (CorruptionCurve curve : result.curves()) {
            Map<Double, Double> points = new TreeMap<>();
            points.put(0.0, result.clean().accuracy());
            for (int i = 0; i < curve.points().size(); i++) {
                points.put(
                        (double) curve.severities().get(i),
                        curve.points().get(i).accuracy());
            }
            groups.computeIfAbsent(curve.group(), group -> new LinkedHashMap<>())
                    .put(curve.name(), points);
        }
        groups.forEach((group, series) -> curves.add(figure("Accuracy, " + group), "Severity", series));
    }

    /** Success of attacks with gradients by step, and of those without by query. */
    void attacks(List<AttackOutcome> attacks) {
        steps(attacks.stream().filter(AttackOutcome::isByGradient).toList(), "Success of attacks by gradient", "Step");
        steps(
                attacks.stream().filter(attack -> !attack.isByGradient()).toList(),
                "Success of attacks without gradient",
                "Query");
    }

    private void steps(List<AttackOutcome> attacks, String title, String across) {
        Map<String, Map<Double, Double>> series = new LinkedHashMap<>();
        for (AttackOutcome attack : attacks) {
            Map<Double, Double> points = new TreeMap<>();
            points.put(0.0, 0.0);
            // The log of an attack by gradient begins with where it starts from.
            int first = attack.isByGradient() ? 0 : 1;
            for (int i = 0; i < attack.steps().size(); i++) {
                points.put((double) first + i, attack.steps().get(i).success());
            }
            series.put(attack.name(), points);
        }
        curves.add(figure(title), across, series);
    }

    /** Accuracy by changed prompts over the strength of the change. */
    void texts(RobustnessCard card) {
        Map<String, Map<Double, Double>> series = new LinkedHashMap<>();
        for (TextResult text : card.texts()) {
            series.computeIfAbsent(text.kind(), kind -> {
                        Map<Double, Double> points = new TreeMap<>();
                        points.put(0.0, card.clean().accuracy());
                        return points;
                    })
                    .put(text.strength(), text.accuracy().accuracy());
        }
        curves.add(figure("Accuracy by changed prompts"), "Strength", series);
    }

    private static Figure figure(String title) {
        return new Figure("accuracy", title, true);
    }
}
