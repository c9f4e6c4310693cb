package org.clipspark.job.suite.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.clipspark.job.eval.statistic.Bootstrap;
import org.clipspark.job.eval.statistic.PairedTest;
import org.clipspark.job.suite.cell.Cell;
import org.clipspark.job.suite.cell.Lineage;
import org.clipspark.job.suite.cell.Outcome;
import org.clipspark.job.suite.cell.SuiteTask;

/** Whether one checkpoint is better than another, by the same queries of both. */
public final class CellComparison {
    private static final Set<String> OF_THE_CHECKPOINT =
            Set.of(Lineage.CHECKPOINT, Lineage.MODEL, Lineage.TRANSFORM, "batch_size", "intervals");

    private final double alpha;
    private final boolean isDifferentAllowed;
    private final Bootstrap bootstrap;

    /**
     * Prepares the comparison.
     *
     * @param alpha how often equal checkpoints may be called different
     * @param allowDifferent {@link Different#ALLOWED} compares what was measured on different data or by different prompts,
     *     as far as the queries have the same names
     * @param bootstrap for means over queries that belong together
     */
    public CellComparison(double alpha, Different allowDifferent, Bootstrap bootstrap) {
        this.alpha = alpha;
        this.isDifferentAllowed = allowDifferent == Different.ALLOWED;
        this.bootstrap = bootstrap;
    }

    /** Whether data and prompts may differ. */
    public enum Different {
        /** Only the same are compared. */
        REFUSED,
        /** Whatever has a name in both. */
        ALLOWED
    }

    /**
     * One side.
     *
     * @param cell its figures
     * @param outcomes of every query
     */
    public record Side(Cell cell, List<Outcome> outcomes) {}

    /**
     * Compares the figures of two cells.
     *
     * @return what was found of the second, by figure
     * @throws IllegalArgumentException if the cells are of different tasks, data or prompts, or have no query in common
     */
    public Map<String, PairedTest.Result> of(Side first, Side second) {
        check(first.cell(), second.cell());
        Map<String, Outcome> others = new LinkedHashMap<>();
        second.outcomes().forEach(outcome -> others.put(outcome.name(), outcome));
        List<Outcome> one = new ArrayList<>();
        List<Outcome> two = new ArrayList<>();
        for (Outcome outcome : first.outcomes()) {
            Outcome other = others.get(outcome.name());
            if (other != null) {
                one.add(outcome);
                two.add(other);
            }
        }
        if (one.isEmpty() || (!isDifferentAllowed && one.size() != others.size())) {
            throw new IllegalArgumentException("The two results share " + one.size() + " of "
                    + first.outcomes().size() + " and " + others.size()
                    + " queries, expected all; evaluate both again");
        }
        Map<String, PairedTest.Result> results = new LinkedHashMap<>();
        figures(first.cell().address().task()).forEach((name, figure) -> results.put(name, test(figure, one, two)));
        return results;
    }

    private void check(Cell first, Cell second) {
        if (first.address().task() != second.address().task()) {
            throw new IllegalArgumentException("Results of different tasks do not compare: "
                    + first.address().task().spelling() + " and "
                    + second.address().task().spelling());
        }
        List<String> differences = first.lineage().differences(second.lineage()).stream()
                .filter(name -> !OF_THE_CHECKPOINT.contains(name))
                .toList();
        if (!differences.isEmpty() && !isDifferentAllowed) {
            throw new IllegalArgumentException("The results do not compare: they differ in "
                    + String.join(", ", differences) + "; evaluate both on the same, or add --allow-different");
        }
    }

    private record Figure(Outcome.Query query, int k) {}

    private static Map<String, Figure> figures(SuiteTask task) {
        Map<String, Figure> figures = new LinkedHashMap<>();
        switch (task) {
            case ZEROSHOT_CLASSIFICATION -> {
                figures.put("acc1", new Figure(Outcome.Query.IMAGE, 1));
                figures.put("acc5", new Figure(Outcome.Query.IMAGE, 5));
            }
            case ZEROSHOT_RETRIEVAL -> {
                for (int k : new int[] {1, 5, 10}) {
                    figures.put("image_retrieval_recall@" + k, new Figure(Outcome.Query.TEXT, k));
                    figures.put("text_retrieval_recall@" + k, new Figure(Outcome.Query.IMAGE, k));
                }
            }
            case LINEAR_PROBE -> figures.put("lp_acc1", new Figure(Outcome.Query.IMAGE, 1));
            case IMAGE_CAPTION_SELECTION -> figures.put("acc", new Figure(Outcome.Query.IMAGE, 1));
            case OOD_DETECTION ->
                throw new IllegalArgumentException(
                        "Results of ood_detection do not compare query by query: their figures are of all together");
        }
        return figures;
    }

    /** McNemar's test where queries are independent, a bootstrap of images where several captions belong to one. */
    private PairedTest.Result test(Figure figure, List<Outcome> first, List<Outcome> second) {
        List<Integer> places = new ArrayList<>();
        Map<String, Integer> images = new LinkedHashMap<>();
        for (int i = 0; i < first.size(); i++) {
            if (first.get(i).query() == figure.query()) {
                places.add(i);
                images.putIfAbsent(first.get(i).key(), images.size());
            }
        }
        ToDoubleFunction<Outcome> hit = outcome -> outcome.hit(figure.k());
        double[] one = places.stream()
                .mapToDouble(i -> hit.applyAsDouble(first.get(i)))
                .toArray();
        double[] two = places.stream()
                .mapToDouble(i -> hit.applyAsDouble(second.get(i)))
                .toArray();
        if (images.size() == places.size()) {
            return PairedTest.mcNemar(booleans(one), booleans(two), alpha);
        }
        int[] clusters = places.stream()
                .mapToInt(i -> images.getOrDefault(first.get(i).key(), 0))
                .toArray();
        return PairedTest.bootstrap(one, two, clusters, bootstrap, alpha);
    }

    private static boolean[] booleans(double[] values) {
        boolean[] flags = new boolean[values.length];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = values[i] > 0;
        }
        return flags;
    }
}
