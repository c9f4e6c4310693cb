package org.clipspark.job.suite.cell;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A made-up cell, piece by piece. */
public final class SomeCell {
    private final Map<String, Double> metrics = new LinkedHashMap<>();
    private final Map<String, Double> chance = new LinkedHashMap<>();
    private final Map<String, String> lineage = new LinkedHashMap<>();
    private String dataset = "shapes";
    private String model = "run";
    private String pretrained = "epoch-0001";
    private SuiteTask task = SuiteTask.ZEROSHOT_CLASSIFICATION;
    private Findings findings = Findings.NONE;
    private Instant evaluatedAt = Instant.parse("2024-05-06T07:08:09Z");

    public SomeCell() {
        lineage.put(Lineage.CHECKPOINT, "c1");
        lineage.put(Lineage.DATA, "d1");
        lineage.put(Lineage.PROMPTS, "p1");
    }

    public SomeCell dataset(String name) {
        dataset = name;
        return this;
    }

    public SomeCell checkpoint(String modelName, String name) {
        model = modelName;
        pretrained = name;
        lineage.put(Lineage.CHECKPOINT, modelName + name);
        return this;
    }

    public SomeCell task(SuiteTask other) {
        task = other;
        return this;
    }

    public SomeCell metric(String name, double value) {
        metrics.put(name, value);
        return this;
    }

    public SomeCell chance(String name, double value) {
        chance.put(name, value);
        return this;
    }

    public SomeCell lineage(String name, String value) {
        lineage.put(name, value);
        return this;
    }

    public SomeCell findings(Findings other) {
        findings = other;
        return this;
    }

    public SomeCell evaluatedAt(String time) {
        evaluatedAt = Instant.parse(time);
        return this;
    }

    /** The cell; its checkpoint has seen 100 pairs for each epoch that the name says. */
    public Cell cell() {
        int epoch = Integer.parseInt(pretrained.replaceAll("\\D", "0"));
        return new Cell(
                new CellAddress(dataset, model, pretrained, "en", task),
                metrics,
                Map.of("acc1", new Interval(0.25, 0.75)),
                chance,
                8,
                1,
                new Progress(epoch, 10L * epoch, 100L * epoch),
                findings,
                new Lineage(lineage),
                Map.of("java", "17"),
                evaluatedAt,
                Map.of("embed", 1.5));
    }

    /** Outcomes of images a, b, c...: the place of the right answer of each. */
    public static List<Outcome> ranks(int... ranks) {
        return java.util.stream.IntStream.range(0, ranks.length)
                .mapToObj(i -> new Outcome(
                        Outcome.Query.IMAGE, String.valueOf((char) ('a' + i % 26)) + i / 26, 0, ranks[i], 0, 0, 0.5))
                .toList();
    }
}
