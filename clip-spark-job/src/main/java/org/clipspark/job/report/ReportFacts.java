package org.clipspark.job.report;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The run record as sections of the page. */
final class ReportFacts {
    private final RunRecord run;

    ReportFacts(RunRecord run) {
        this.run = run;
    }

    String html() {
        return "<div class=\"columns\">\n"
                + section("Run", run())
                + section("Inputs", inputs())
                + section("Sources", sources())
                + section("Seeds", seeds())
                + section("Parameters by learning rate", parameterGroups())
                + section("Versions", run.build().versions())
                + "</div>\n"
                + prompts()
                + section("Configuration", configuration());
    }

    private Map<String, String> run() {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("Started", run.build().startedAt().toString());
        rows.put("Git commit", run.build().gitCommit());
        rows.putAll(run.facts());
        return rows;
    }

    private Map<String, String> inputs() {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("Data manifest", run.inputs().dataManifestHash());
        RunRecord.Tombstones tombstones = run.inputs().tombstones();
        if (!tombstones.equals(RunRecord.Tombstones.NONE)) {
            rows.put(
                    "Tombstones",
                    String.format(
                            Locale.ROOT,
                            "%,d keys, %,d of no row, list %s",
                            tombstones.keys(),
                            tombstones.unknownKeys(),
                            tombstones.sha256()));
        }
        rows.put("Model", run.inputs().modelHash());
        rows.put("Image transform", run.inputs().transformHash());
        rows.put("Tokenizer", run.inputs().tokenizerHash());
        RunRecord.Weights weights = run.inputs().weights();
        if (weights.equals(RunRecord.Weights.DRAWN)) {
            rows.put("First weights", "drawn at random");
        } else {
            rows.put("First weights", weights.source());
            rows.put("Their SHA-256", weights.sha256());
        }
        return rows;
    }

    private Map<String, String> sources() {
        Map<String, String> rows = new LinkedHashMap<>();
        for (RunRecord.Source source : run.inputs().sources()) {
            rows.put(
                    source.name(),
                    String.format(
                            Locale.ROOT,
                            "%s, manifest %s: %,d training rows of weight %s, %,d validation rows; erased %,d and %,d",
                            source.shards(),
                            source.manifestHash(),
                            source.trainRows(),
                            source.weight(),
                            source.validationRows(),
                            source.erasedTrainRows(),
                            source.erasedValidationRows()));
        }
        return rows;
    }

    private Map<String, String> seeds() {
        Map<String, String> rows = new LinkedHashMap<>();
        run.seeds().forEach((name, seed) -> rows.put(name, String.valueOf(seed)));
        return rows;
    }

    private Map<String, String> parameterGroups() {
        Map<String, String> rows = new LinkedHashMap<>();
        for (RunRecord.ParameterGroup group : run.parameterGroups()) {
            String rate = group.learningRate() == 0 ? "locked" : "up to " + group.learningRate();
            rows.put(
                    rate + (group.weightDecay() > 0 ? ", decay " + group.weightDecay() : ""),
                    String.format(
                            Locale.ROOT,
                            "%,d in %d tensors",
                            group.elements(),
                            group.parameters().size()));
        }
        return rows;
    }

    /** Key path to value of the configuration. */
    Map<String, String> configuration() {
        Map<String, String> rows = new LinkedHashMap<>();
        flatten("", run.config(), rows);
        return rows;
    }

    private String prompts() {
        if (run.inputs().promptTemplates().isEmpty()) {
            return "";
        }
        return run.inputs().promptTemplates().stream()
                .map(template -> "<li><code>" + Html.escape(template) + "</code></li>\n")
                .collect(Collectors.joining(
                        "", "<section><h2>Prompts</h2>\n<ul class=\"prompts\">\n", "</ul></section>\n"));
    }

    private static String section(String title, Map<String, String> rows) {
        return rows.isEmpty() ? "" : "<section><h2>" + title + "</h2>\n" + Html.rows(rows.entrySet()) + "</section>\n";
    }

    private static void flatten(String prefix, Map<?, ?> map, Map<String, String> rows) {
        map.forEach((key, value) -> {
            String path = prefix + key;
            if (value instanceof Map<?, ?> nested) {
                flatten(path + '.', nested, rows);
            } else if (value instanceof Collection<?> list) {
                rows.put(path, list.stream().map(String::valueOf).collect(Collectors.joining(", ")));
            } else {
                rows.put(path, String.valueOf(value));
            }
        });
    }
}
