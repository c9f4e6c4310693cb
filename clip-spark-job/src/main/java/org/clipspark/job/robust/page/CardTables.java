package org.clipspark.job.robust.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.clipspark.job.eval.robustness.CorruptionScore;
import org.clipspark.job.eval.robustness.ShiftBaseline;
import org.clipspark.job.report.Html;
import org.clipspark.job.robust.card.Accuracy;
import org.clipspark.job.robust.card.AttackOutcome;
import org.clipspark.job.robust.card.CorruptionCurve;
import org.clipspark.job.robust.card.CorruptionResult;
import org.clipspark.job.robust.card.FlipResult;
import org.clipspark.job.robust.card.RobustnessCard;
import org.clipspark.job.robust.card.ShiftResult;
import org.clipspark.job.robust.card.TextResult;
import org.clipspark.job.suite.page.Table;

/** The tables of a card. */
final class CardTables {
    private static final String ABSENT = "–";

    private CardTables() {}

    /** What is read first. */
    static String summary(RobustnessCard card) {
        Table table = new Table(List.of("", "Figure", "Images"));
        row(table, "Clean accuracy", card.clean());
        card.corruptions().ifPresent(result -> {
            table.row("Mean accuracy under corruptions", List.of(percent(mean(result)), ""));
            result.score().ifPresent(score -> {
                table.row("mCE by " + score.reference(), List.of(percent(score.mean()), ""));
                table.row("Relative mCE", List.of(percent(score.relativeMean()), ""));
            });
        });
        card.shifts().forEach(shift -> row(table, "Accuracy on " + shift.name(), shift.accuracy()));
        card.attacks().forEach(attack -> row(table, "Accuracy after " + attack.name(), attack.robust()));
        card.typographic().ifPresent(result -> {
            row(table, "Accuracy with a wrong name on the image", result.accuracy());
            row(table, "Taken for that name", result.success());
            row(table, "Taken for it without the name", result.before());
        });
        return section("Summary", table.html());
    }

    private static void row(Table table, String name, Accuracy accuracy) {
        table.row(name, List.of(text(accuracy), String.valueOf(accuracy.images())));
    }

    private static double mean(CorruptionResult result) {
        return result.curves().stream()
                .mapToDouble(CorruptionCurve::mean)
                .average()
                .orElse(Double.NaN);
    }

    static String corruptions(RobustnessCard card) {
        if (card.corruptions().isEmpty()) {
            return "";
        }
        CorruptionResult result = card.corruptions().get();
        List<String> headings = new ArrayList<>(List.of("Corruption", "Group"));
        result.curves().get(0).severities().forEach(severity -> headings.add("Severity " + severity));
        headings.addAll(List.of("Mean", "CE", "Relative CE"));
        Table table = new Table(headings);
        for (CorruptionCurve curve : result.curves()) {
            List<String> cells = new ArrayList<>(List.of(Html.escape(curve.group())));
            curve.points().forEach(point -> cells.add(percent(point.accuracy())));
            cells.add(percent(curve.mean()));
            cells.add(percent(error(result.score().map(CorruptionScore::errors), curve.name())));
            cells.add(percent(error(result.score().map(CorruptionScore::relativeErrors), curve.name())));
            table.row(curve.name(), cells);
        }
        return section("Corruptions", table.html());
    }

    private static double error(Optional<Map<String, Double>> errors, String name) {
        return errors.map(each -> each.getOrDefault(name, Double.NaN)).orElse(Double.NaN);
    }

    static String shifts(List<ShiftResult> shifts) {
        if (shifts.isEmpty()) {
            return "";
        }
        Table table = new Table(List.of(
                "Shift", "Classes", "Accuracy", "Among all classes", "Clean", "Effective", "Relative", "Left out"));
        shifts.forEach(shift -> table.row(
                shift.name(),
                List.of(
                        String.valueOf(shift.classes()),
                        text(shift.accuracy()),
                        shift.amongAll().map(CardTables::text).orElse(ABSENT),
                        text(shift.clean()),
                        points(shift.effective()),
                        points(shift.relative()),
                        String.valueOf(shift.leftOut()))));
        StringBuilder lines = new StringBuilder();
        shifts.forEach(shift -> shift.baseline()
                .ifPresent(line ->
                        lines.append("<p>").append(Html.escape(line.describe())).append("</p>\n")));
        String caution = lines.isEmpty() ? "" : lines + "<p>" + Html.escape(ShiftBaseline.CAUTION) + "</p>\n";
        return section("Shifts", table.html() + caution);
    }

    static String attacks(List<AttackOutcome> attacks) {
        if (attacks.isEmpty()) {
            return "";
        }
        Table table = new Table(List.of("Attack", "Clean", "Robust", "Success"));
        StringBuilder warnings = new StringBuilder();
        for (AttackOutcome attack : attacks) {
            table.row(
                    attack.name(),
                    List.of(
                            text(attack.clean()),
                            text(attack.robust()),
                            percent(attack.success().orElse(Double.NaN))));
            attack.warning()
                    .ifPresent(text -> warnings.append("<p><b>")
                            .append(Html.escape(attack.name() + ": " + text))
                            .append("</b></p>\n"));
        }
        return section("Attacks", table.html() + warnings);
    }

    static String texts(List<TextResult> texts) {
        if (texts.isEmpty()) {
            return "";
        }
        Table table = new Table(List.of("Prompts", "Strength", "Changed", "Accuracy", "Drop"));
        texts.forEach(text -> table.row(
                text.kind(),
                List.of(
                        String.valueOf(text.strength()),
                        percent(text.changed()),
                        text(text.accuracy()),
                        points(OptionalDouble.of(text.drop())))));
        return section("Changed prompts", table.html());
    }

    static String flips(List<FlipResult> flips) {
        if (flips.isEmpty()) {
            return "";
        }
        Table table = new Table(List.of("Sequence", "Frames", "Images", "Flip rate"));
        flips.forEach(flip -> table.row(
                flip.name(),
                List.of(String.valueOf(flip.frames()), String.valueOf(flip.images()), percent(flip.rate()))));
        return section("Flips", table.html());
    }

    static String lineage(RobustnessCard.Subject subject) {
        Map<String, String> facts = new LinkedHashMap<>(subject.lineage());
        facts.putAll(subject.versions());
        return section("Lineage", Html.rows(facts.entrySet()));
    }

    private static String section(String title, String html) {
        return "<section><h2>" + title + "</h2>\n" + html + "</section>\n";
    }

    private static String text(Accuracy accuracy) {
        return percent(accuracy.accuracy())
                + String.format(
                        Locale.ROOT, " <small>(%.1f to %.1f)</small>", 100 * accuracy.low(), 100 * accuracy.high());
    }

    private static String percent(double fraction) {
        return Double.isFinite(fraction) ? String.format(Locale.ROOT, "%.1f\u00a0%%", 100 * fraction) : ABSENT;
    }

    private static String points(OptionalDouble difference) {
        return difference.isPresent()
                ? String.format(Locale.ROOT, "%+.1f points", 100 * difference.getAsDouble())
                : ABSENT;
    }
}
