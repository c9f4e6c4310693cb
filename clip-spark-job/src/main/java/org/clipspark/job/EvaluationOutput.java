package org.clipspark.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.clipspark.job.suite.SuiteRun;
import org.clipspark.job.suite.cell.Cell;
import org.clipspark.job.suite.cell.CellFormat;
import org.clipspark.job.suite.table.Aggregate;

/** Results of an evaluation as they are printed. */
final class EvaluationOutput {
    private static final int FIGURES_OF_A_LINE = 3;

    private EvaluationOutput() {}

    /** In CLIP_benchmark's shape. */
    static List<Object> results(List<Cell> cells) {
        return cells.stream().<Object>map(CellFormat::tree).toList();
    }

    /** By checkpoint. */
    static List<Map<String, Object>> aggregates(List<SuiteRun.Summary> summaries) {
        List<Map<String, Object>> aggregates = new ArrayList<>();
        for (SuiteRun.Summary summary : summaries) {
            for (Aggregate aggregate : summary.aggregates()) {
                Map<String, Object> node = new LinkedHashMap<>();
                node.put("name", aggregate.name());
                node.put("checkpoint", aggregate.checkpoint());
                node.put("metric", aggregate.metric());
                node.put("datasets", aggregate.datasets());
                node.put("mean", aggregate.mean());
                if (!Double.isNaN(aggregate.meanAboveChance())) {
                    node.put("mean_above_chance", aggregate.meanAboveChance());
                }
                aggregates.add(node);
            }
        }
        return aggregates;
    }

    /** What the gate did not let pass, one line each. */
    static List<String> breaches(List<SuiteRun.Summary> summaries) {
        return summaries.stream()
                .flatMap(summary -> summary.breaches().stream())
                .map(breach -> breach.message())
                .toList();
    }

    /** The first figures of each cell, with intervals, by its name. */
    static Map<String, String> lines(List<Cell> cells) {
        Map<String, String> lines = new LinkedHashMap<>();
        cells.forEach(cell -> lines.put(
                cell.address().toString(),
                cell.metrics().keySet().stream()
                        .limit(FIGURES_OF_A_LINE)
                        .map(metric -> figure(cell, metric))
                        .collect(Collectors.joining("  "))));
        return lines;
    }

    private static String figure(Cell cell, String metric) {
        String value = String.format(Locale.ROOT, "%s %.4f", metric, cell.metric(metric));
        return cell.intervals().containsKey(metric)
                ? value
                        + String.format(
                                Locale.ROOT,
                                " (%.4f to %.4f)",
                                cell.intervals().get(metric).low(),
                                cell.intervals().get(metric).high())
                : value;
    }
}
