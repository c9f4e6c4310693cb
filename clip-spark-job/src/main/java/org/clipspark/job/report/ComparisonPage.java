package org.clipspark.job.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts the page of several runs together: one curve per run and measure, what they came to, where they differ. */
final class ComparisonPage {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Measure> DRAWN = List.of(
            Measure.TRAIN_LOSS,
            Measure.VALIDATION_LOSS,
            Measure.ZEROSHOT_TOP1,
            Measure.MEAN_PER_CLASS_RECALL,
            Measure.IMAGE_TO_TEXT_R1,
            Measure.TEXT_TO_IMAGE_R1,
            Measure.PAIRS_PER_SECOND,
            Measure.LOGIT_SCALE);

    private final List<ComparedRun> runs;

    ComparisonPage(List<ComparedRun> runs) {
        this.runs = List.copyOf(runs);
    }

    String html() {
        ArrayNode charts = JSON.createArrayNode();
        List<Measure> measured = DRAWN.stream().filter(this::isMeasured).toList();
        measured.forEach(measure -> charts.add(json(measure)));
        String names = runs.stream().map(ComparedRun::name).collect(Collectors.joining(", "));
        return new PageFrame("runs compared", names, runs.size() + " runs")
                .html(figures() + charts(measured) + differences(), charts);
    }

    private boolean isMeasured(Measure measure) {
        return runs.stream().anyMatch(run -> !run.curve(measure).isEmpty());
    }

    private ObjectNode json(Measure measure) {
        Map<Double, Double[]> rows = new TreeMap<>();
        for (int i = 0; i < runs.size(); i++) {
            for (Map.Entry<Double, Double> point : runs.get(i).points(measure).entrySet()) {
                rows.computeIfAbsent(point.getKey(), samples -> new Double[runs.size()])[i] = point.getValue();
            }
        }
        ObjectNode node = JSON.createObjectNode();
        node.put("percent", measure.isFraction());
        node.put("across", "Pairs seen");
        ArrayNode labels = node.putArray("labels");
        ArrayNode columns = node.putArray("columns");
        ArrayNode samples = columns.addArray();
        rows.keySet().forEach(samples::add);
        for (int i = 0; i < runs.size(); i++) {
            labels.add(runs.get(i).name());
            ArrayNode column = columns.addArray();
            for (Double[] row : rows.values()) {
                column.add(row[i]);
            }
        }
        return node;
    }

    private static String charts(List<Measure> measured) {
        StringBuilder html =
                new StringBuilder("<section><h2>Curves <small>over pairs seen</small></h2>\n<div class=\"charts\">\n");
        for (int i = 0; i < measured.size(); i++) {
            html.append("<figure><figcaption><b>").append(measured.get(i).title());
            html.append("</b></figcaption>\n<div class=\"chart\" data-chart=\"").append(i);
            html.append("\"></div></figure>\n");
        }
        return html.append("</div></section>\n").toString();
    }

    private String figures() {
        List<List<String>> rows = new ArrayList<>();
        for (Measure measure : Measure.values()) {
            if (isMeasured(measure)) {
                rows.add(row(
                        measure.title(),
                        run -> run.curve(measure)
                                .last()
                                .map(point -> measure.text(point.value()))
                                .orElse("–")));
            }
        }
        return table("Final figures", rows);
    }

    private String differences() {
        List<Map<String, String>> all =
                runs.stream().map(ComparedRun::configuration).toList();
        Set<String> keys = new LinkedHashSet<>();
        all.forEach(each -> keys.addAll(each.keySet()));
        List<List<String>> rows = new ArrayList<>();
        for (String key : keys) {
            List<String> row = row(key, run -> run.configuration().getOrDefault(key, "–"));
            if (row.subList(1, row.size()).stream().distinct().count() > 1) {
                rows.add(row);
            }
        }
        return table("Where their configurations differ", rows);
    }

    private List<String> row(String title, Function<ComparedRun, String> cell) {
        List<String> row = new ArrayList<>();
        row.add(title);
        runs.forEach(run -> row.add(cell.apply(run)));
        return row;
    }

    private String table(String title, List<List<String>> rows) {
        StringBuilder html = new StringBuilder("<section><h2>" + title + "</h2>\n<table class=\"figures\"><thead>");
        html.append(cells("th", row("", ComparedRun::name))).append("</thead><tbody>\n");
        rows.forEach(row -> html.append(cells("td", row)));
        return html.append("</tbody></table></section>\n").toString();
    }

    private static String cells(String element, List<String> row) {
        StringBuilder html = new StringBuilder("<tr><th scope=\"row\">" + Html.escape(row.get(0)) + "</th>");
        for (String cell : row.subList(1, row.size())) {
            html.append('<').append(element).append('>').append(Html.escape(cell));
            html.append("</").append(element).append('>');
        }
        return html.append("</tr>\n").toString();
    }
}
