package org.clipspark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.robust.Robustness;
import org.clipspark.job.robust.card.Accuracy;
import org.clipspark.job.robust.card.CardFormat;
import org.clipspark.job.robust.card.CorruptionCurve;
import org.clipspark.job.robust.card.CorruptionResult;
import org.clipspark.job.robust.card.RobustnessCard;
import org.clipspark.job.robust.corruption.CorruptionChoice;
import org.clipspark.job.robust.gate.CardGate;
import org.clipspark.job.robust.settings.CorruptionSettings;
import org.clipspark.job.robust.settings.RobustnessSettings;
import org.clipspark.job.suite.gate.Breach;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clip robustness}. */
@Command(
        name = "robustness",
        description = "Measures a checkpoint under corruptions, shifts, attacks and changed prompts; writes its card.",
        mixinStandardHelpOptions = true)
final class RobustnessCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--conf-file",
            required = true,
            paramLabel = "FILE",
            description = "YAML file, see conf/robustness.")
    private Path confFile;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "Replaces a value of the file, e.g. batchSize=64.")
    private List<String> overrides = List.of();

    @Option(names = "--gate", paramLabel = "FILE", description = "Thresholds; exit code 3 if one is missed.")
    private List<Path> gate = List.of();

    @Option(
            names = "--list",
            description = "Prints the published corruptions and the file's plug-ins, and measures nothing.")
    private boolean isList;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws JsonProcessingException {
        RobustnessSettings settings = RobustnessSettings.load(confFile, overrides);
        if (isList) {
            output.print(spec, corruptions(settings));
            return 0;
        }
        Optional<CardGate> thresholds = gate.stream().findFirst().map(CardGate::load);
        try (SparkSession session = SparkSessions.open("robustness", Optional.empty())) {
            JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
            Robustness.Result result = new Robustness(spark, settings).run();
            Map<String, Object> printed = output.isJson() ? CardFormat.tree(result.card()) : figures(result.card());
            printed.put("images_encoded", result.imagesEncoded());
            printed.put("attacks_computed", result.attacksComputed());
            printed.put("card", result.file());
            printed.put("report", result.page());
            List<Breach> breaches =
                    thresholds.map(each -> each.check(result.card())).orElse(List.of());
            printed.put("breaches", breaches.stream().map(Breach::message).toList());
            output.print(spec, printed);
            return verdict(breaches);
        }
    }

    private int verdict(List<Breach> breaches) {
        PrintWriter err = spec.commandLine().getErr();
        breaches.forEach(breach -> err.println("clip: gate: " + breach.message()));
        err.flush();
        return breaches.isEmpty() ? 0 : EvaluateCommand.GATE_MISSED;
    }

    /** Group by name. */
    private static Map<String, Object> corruptions(RobustnessSettings settings) {
        Map<String, Object> groups = new LinkedHashMap<>();
        CorruptionChoice.of(
                        List.of(CorruptionChoice.ALL, CorruptionChoice.EXTRA),
                        settings.corruptions().map(CorruptionSettings::plugins).orElse(List.of()))
                .forEach(corruption -> groups.put(corruption.name(), corruption.group()));
        return groups;
    }

    private static Map<String, Object> figures(RobustnessCard card) {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("clean_accuracy", text(card.clean()));
        card.corruptions().ifPresent(result -> addCorruptions(result, figures));
        card.shifts().forEach(shift -> {
            figures.put("shift " + shift.name(), text(shift.accuracy()));
            shift.effective().ifPresent(points -> figures.put("effective " + shift.name(), points));
        });
        card.attacks().forEach(attack -> {
            figures.put(attack.name(), text(attack.robust()));
            attack.warning().ifPresent(warning -> figures.put("warning", warning));
        });
        card.texts().forEach(text -> figures.put(text.kind() + " " + text.strength(), text(text.accuracy())));
        card.typographic().ifPresent(result -> figures.put("typographic_success", text(result.success())));
        card.flips().forEach(flip -> figures.put("flips " + flip.name(), flip.rate()));
        return figures;
    }

    private static void addCorruptions(CorruptionResult result, Map<String, Object> figures) {
        result.curves().forEach(curve -> figures.put(curve.name(), severities(curve)));
        result.score().ifPresent(score -> {
            figures.put("mce", score.mean());
            figures.put("relative_mce", score.relativeMean());
        });
    }

    private static String severities(CorruptionCurve curve) {
        StringBuilder line = new StringBuilder();
        curve.points().forEach(point -> line.append(String.format(Locale.ROOT, "%.4f ", point.accuracy())));
        return line.toString().strip();
    }

    private static String text(Accuracy accuracy) {
        return String.format(Locale.ROOT, "%.4f (%.4f to %.4f)", accuracy.accuracy(), accuracy.low(), accuracy.high());
    }
}
