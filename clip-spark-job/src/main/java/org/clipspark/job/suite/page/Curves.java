package org.clipspark.job.suite.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clipspark.job.report.Html;

/** Charts of several series each; an x that a series lacks is a gap. */
public final class Curves {
    /** As many as the page has colours. */
    private static final int MOST_SERIES = 8;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ArrayNode charts = JSON.createArrayNode();
    private final StringBuilder html = new StringBuilder();

    /**
     * Adds a figure's series, in as many charts as it takes.
     *
     * @param across what x is
     * @param series value by x, by name
     */
    public void add(Figure figure, String across, Map<String, Map<Double, Double>> series) {
        List<String> names = new ArrayList<>(series.keySet());
        for (int from = 0; from < names.size(); from += MOST_SERIES) {
            Map<String, Map<Double, Double>> some = new LinkedHashMap<>();
            names.subList(from, Math.min(from + MOST_SERIES, names.size()))
                    .forEach(name -> some.put(name, series.getOrDefault(name, Map.of())));
            html.append("<figure><figcaption><b>").append(Html.escape(figure.title()));
            html.append("</b></figcaption>\n<div class=\"chart\" data-chart=\"").append(charts.size());
            html.append("\"></div></figure>\n");
            charts.add(chart(figure, across, some));
        }
    }

    private static ObjectNode chart(Figure figure, String across, Map<String, Map<Double, Double>> series) {
        List<Map<Double, Double>> values = new ArrayList<>(series.values());
        Map<Double, Double[]> rows = new TreeMap<>();
        for (int i = 0; i < values.size(); i++) {
            for (Map.Entry<Double, Double> point : values.get(i).entrySet()) {
                rows.computeIfAbsent(point.getKey(), x -> new Double[values.size()])[i] = point.getValue();
            }
        }
        ObjectNode node = JSON.createObjectNode();
        node.put("percent", figure.isFraction()).put("across", across);
        ArrayNode labels = node.putArray("labels");
        series.keySet().forEach(labels::add);
        ArrayNode columns = node.putArray("columns");
        ArrayNode first = columns.addArray();
        rows.keySet().forEach(first::add);
        for (int i = 0; i < values.size(); i++) {
            ArrayNode column = columns.addArray();
            for (Double[] row : rows.values()) {
                column.add(row[i]);
            }
        }
        return node;
    }

    /** Where the charts go; nothing without any. */
    public String html(String title, String note) {
        return html.isEmpty()
                ? ""
                : "<section><h2>" + title + " <small>" + note + "</small></h2>\n<div class=\"charts\">\n" + html
                        + "</div></section>\n";
    }

    /** What the page's script draws. */
    public ArrayNode charts() {
        return charts;
    }
}
