package org.clipspark.job.robust.card;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.clipspark.job.eval.robustness.CorruptionScore;
import org.clipspark.job.eval.robustness.ShiftBaseline;

/** The JSON of a card. What was not measured is an empty list, or absent; figures are fractions. */
public final class CardFormat {
    /** Version of the format. */
    public static final int FORMAT_VERSION = 1;

    static final ObjectMapper JSON = new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

    private CardFormat() {}

    /** The card as a tree of maps, lists and numbers, in a fixed order. */
    public static Map<String, Object> tree(RobustnessCard card) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("format_version", FORMAT_VERSION);
        tree.put("model", card.subject().model());
        tree.put("pretrained", card.subject().checkpoint());
        tree.put("dataset", card.subject().dataset());
        tree.put("confidence", card.subject().confidence());
        tree.put("skipped", card.subject().skipped());
        tree.put("clean", node(card.clean()));
        card.corruptions().ifPresent(result -> tree.put("corruptions", corruptions(result)));
        tree.put("shifts", card.shifts().stream().map(CardFormat::shift).toList());
        if (card.shifts().stream().anyMatch(shift -> shift.baseline().isPresent())) {
            tree.put("caution", ShiftBaseline.CAUTION);
        }
        tree.put("attacks", card.attacks().stream().map(CardFormat::attack).toList());
        tree.put("texts", card.texts().stream().map(CardFormat::node).toList());
        card.typographic().ifPresent(result -> tree.put("typographic", node(result)));
        tree.put("flips", card.flips().stream().map(CardFormat::node).toList());
        tree.put("lineage", card.subject().lineage());
        tree.put("versions", card.subject().versions());
        return tree;
    }

    private static Object node(Record value) {
        return JSON.convertValue(value, Map.class);
    }

    private static Map<String, Object> corruptions(CorruptionResult result) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("clean", node(result.clean()));
        result.score().ifPresent(score -> tree.put("score", score(score)));
        tree.put(
                "mean_accuracy",
                result.curves().stream()
                        .mapToDouble(CorruptionCurve::mean)
                        .average()
                        .orElseThrow());
        tree.put("curves", result.curves().stream().map(CardFormat::curve).toList());
        return tree;
    }

    private static Map<String, Object> score(CorruptionScore score) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("reference", score.reference());
        tree.put("mce", score.mean());
        putNumber(tree, "relative_mce", OptionalDouble.of(score.relativeMean()));
        tree.put("corruption_errors", score.errors());
        Map<String, Object> relative = new LinkedHashMap<>();
        score.relativeErrors().forEach((name, value) -> putNumber(relative, name, OptionalDouble.of(value)));
        tree.put("relative_corruption_errors", relative);
        return tree;
    }

    private static Map<String, Object> curve(CorruptionCurve curve) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", curve.name());
        tree.put("group", curve.group());
        tree.put("mean_accuracy", curve.mean());
        Map<String, Object> points = new LinkedHashMap<>();
        for (int i = 0; i < curve.severities().size(); i++) {
            points.put(
                    String.valueOf(curve.severities().get(i)),
                    node(curve.points().get(i)));
        }
        tree.put("severities", points);
        return tree;
    }

    private static Map<String, Object> shift(ShiftResult shift) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", shift.name());
        tree.put("data_manifest", shift.data());
        tree.put("classes", shift.classes());
        tree.put("left_out", shift.leftOut());
        tree.put("accuracy", node(shift.accuracy()));
        shift.amongAll().ifPresent(accuracy -> tree.put("accuracy_among_all_classes", node(accuracy)));
        tree.put("clean", node(shift.clean()));
        shift.baseline().ifPresent(line -> tree.put("baseline", baseline(line)));
        putNumber(tree, "effective_robustness", shift.effective());
        putNumber(tree, "relative_robustness", shift.relative());
        return tree;
    }

    private static Map<String, Object> baseline(ShiftBaseline line) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("line", line.describe());
        tree.put("slopes", line.slopes());
        tree.put("intercept", line.intercept());
        tree.put("r_squared", line.rSquared());
        tree.put("models", line.models());
        return tree;
    }

    private static Map<String, Object> attack(AttackOutcome attack) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", attack.name());
        tree.put("clean", node(attack.clean()));
        tree.put("robust", node(attack.robust()));
        putNumber(tree, "success", attack.success());
        attack.warning().ifPresent(text -> tree.put("warning", text));
        tree.put("steps", attack.steps().stream().map(CardFormat::step).toList());
        return tree;
    }

    private static Map<String, Object> step(AttackOutcome.Step step) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("images", step.images());
        putNumber(tree, "mean_loss", step.meanLoss());
        tree.put("success", step.success());
        return tree;
    }

    /** Not a number is no JSON: such a figure is left out. */
    private static void putNumber(Map<String, Object> tree, String key, OptionalDouble value) {
        value.stream().filter(Double::isFinite).forEach(number -> tree.put(key, number));
    }
}
