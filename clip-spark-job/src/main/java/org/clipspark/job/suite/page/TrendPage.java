package org.clipspark.job.suite.page;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clipspark.job.report.Html;
import org.clipspark.job.report.PageFrame;
import org.clipspark.job.suite.cell.SuiteTask;
import org.clipspark.job.suite.table.History;

/**
 * How figures went from evaluation to evaluation.
 *
 * @param name of the suite, any text
 * @param entries of its history, by time
 */
public record TrendPage(String name, List<History.Entry> entries) {
    /** Name of the file within the output folder. */
    public static final String FILE_NAME = "trend.html";

    private static final int NEWEST_ROWS = 200;

    /** Copies the list. */
    public TrendPage {
        entries = List.copyOf(entries);
    }

    /** The whole page. */
    public String html() {
        Curves curves = new Curves();
        Map<String, List<History.Entry>> series = new TreeMap<>();
        entries.forEach(entry -> series.computeIfAbsent(entry.series(), each -> new ArrayList<>())
                .add(entry));
        for (SuiteTask task : SuiteTask.values()) {
            Figure figure = Figure.of(task).get(0);
            Map<String, Map<Double, Double>> points = new LinkedHashMap<>();
            series.forEach((each, own) -> {
                if (each.endsWith("/" + task.spelling())) {
                    points.put(each, points(own, figure));
                }
            });
            curves.add(figure, "Evaluation", points);
        }
        String note = entries.size() + (entries.size() == 1 ? " result" : " results");
        return new PageFrame("evaluation trend", name, Html.escape(note))
                .html(curves.html("Trends", "by evaluation, oldest first") + table(), curves.charts());
    }

    private static Map<Double, Double> points(List<History.Entry> own, Figure figure) {
        Map<Double, Double> points = new TreeMap<>();
        for (int i = 0; i < own.size(); i++) {
            double value = own.get(i).metrics().getOrDefault(figure.metric(), Double.NaN);
            if (!Double.isNaN(value)) {
                points.put(i + 1.0, value);
            }
        }
        return points;
    }

    private String table() {
        Table table = new Table(List.of("Result", "Checkpoint", "Evaluated", "Figure"));
        for (int i = entries.size() - 1; i >= Math.max(0, entries.size() - NEWEST_ROWS); i--) {
            History.Entry entry = entries.get(i);
            Figure figure = Figure.of(task(entry)).get(0);
            table.row(
                    entry.series(),
                    List.of(
                            Html.escape(entry.checkpoint()),
                            "<span style=\"white-space:nowrap\">"
                                    + entry.evaluatedAt().truncatedTo(ChronoUnit.SECONDS) + "</span>",
                            figure.title() + " "
                                    + figure.text(entry.metrics().getOrDefault(figure.metric(), Double.NaN))));
        }
        return "<section><h2>Results <small>the newest " + NEWEST_ROWS + "</small></h2>\n" + table.html()
                + "</section>\n";
    }

    private static SuiteTask task(History.Entry entry) {
        return SuiteTask.named(entry.series().substring(entry.series().lastIndexOf('/') + 1));
    }
}
