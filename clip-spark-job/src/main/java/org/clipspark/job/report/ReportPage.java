package org.clipspark.job.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts the page together. */
final class ReportPage {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Measure> HEADLINE = List.of(
            Measure.ZEROSHOT_TOP1,
            Measure.ZEROSHOT_TOP5,
            Measure.MEAN_PER_CLASS_RECALL,
            Measure.IMAGE_TO_TEXT_R1,
            Measure.TEXT_TO_IMAGE_R1,
            Measure.TRAIN_LOSS,
            Measure.PAIRS_PER_SECOND,
            Measure.TRAIN_SECONDS);

    private final String name;
    private final RunRecord run;
    private final Map<Measure, Curve> curves = new EnumMap<>(Measure.class);
    private final List<MetricsEntry> entries;
    private final List<RunEvent> events;

    ReportPage(String name, RunRecord run, List<MetricsEntry> entries, List<RunEvent> events) {
        this.name = name;
        this.run = run;
        this.entries = entries;
        this.events = List.copyOf(events);
        for (Measure measure : Measure.values()) {
            curves.put(measure, Curve.of(measure, entries));
        }
    }

    String html() {
        ArrayNode charts = JSON.createArrayNode();
        Chart.ALL.forEach(chart -> charts.add(chart.json(curves)));
        String body = tiles() + events() + summary() + charts() + new ReportFacts(run).html();
        return new PageFrame("training report", name, progress()).html(body, charts);
    }

    private String progress() {
        long step = entries.stream().mapToLong(MetricsEntry::step).max().orElse(0);
        int epoch = entries.stream().mapToInt(MetricsEntry::epoch).max().orElse(0);
        long evaluations = entries.stream()
                .filter(entry -> entry.kind() == MetricsEntry.Kind.EVALUATION)
                .count();
        return "Epoch " + epoch + " · step " + String.format("%,d", step) + " · " + evaluations
                + (evaluations == 1 ? " evaluation" : " evaluations") + " · started "
                + Html.escape(run.build().startedAt().toString());
    }

    private String tiles() {
        StringBuilder html = new StringBuilder("<div class=\"tiles\">\n");
        for (Measure measure : HEADLINE) {
            curve(measure)
                    .last()
                    .ifPresent(point -> html.append("<div class=\"tile\"><span>")
                            .append(measure.title())
                            .append("</span><strong>")
                            .append(measure.text(point.value()))
                            .append("</strong></div>\n"));
        }
        return html.append("</div>\n").toString();
    }

    private String events() {
        if (events.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<section><h2>Events</h2>\n<table class=\"figures\"><thead><tr>"
                + "<th scope=\"col\">Time</th><th scope=\"col\">Epoch</th><th scope=\"col\">Step</th>"
                + "<th scope=\"col\">What</th><th scope=\"col\">How</th></tr></thead><tbody>\n");
        for (RunEvent event : events) {
            html.append("<tr><td>").append(event.time().truncatedTo(ChronoUnit.SECONDS));
            html.append("</td><td>").append(event.epoch()).append("</td><td>").append(event.step());
            html.append("</td><td>").append(Html.escape(event.kind())).append("</td><td>");
            html.append(Html.escape(event.message())).append("</td></tr>\n");
        }
        return html.append("</tbody></table></section>\n").toString();
    }

    private String charts() {
        StringBuilder html = new StringBuilder(
                "<section><h2>Curves <small>over optimizer steps</small></h2>\n<div class=\"charts\">\n");
        for (int i = 0; i < Chart.ALL.size(); i++) {
            Chart chart = Chart.ALL.get(i);
            html.append("<figure><figcaption><b>").append(chart.title()).append("</b> <span>");
            html.append(chart.note()).append("</span></figcaption>\n<div class=\"chart\" data-chart=\"");
            html.append(i).append("\">");
            html.append(chart.hasPoints(curves) ? "" : "<p class=\"none\">Not measured in this run.</p>");
            html.append("</div></figure>\n");
        }
        return html.append("</div></section>\n").toString();
    }

    private String summary() {
        StringBuilder html = new StringBuilder("<section><h2>Figures</h2>\n<table class=\"figures\"><thead><tr>"
                + "<th scope=\"col\">Measure</th><th scope=\"col\">Final</th><th scope=\"col\">Best</th>"
                + "<th scope=\"col\">Best in epoch</th></tr></thead><tbody>\n");
        for (Measure measure : Measure.values()) {
            Optional<Curve.Point> best = curve(measure).best();
            curve(measure)
                    .last()
                    .ifPresent(last -> html.append("<tr><th scope=\"row\">")
                            .append(measure.title())
                            .append("</th><td>")
                            .append(measure.text(last.value()))
                            .append("</td><td>")
                            .append(best.map(point -> measure.text(point.value()))
                                    .orElse("–"))
                            .append("</td><td>")
                            .append(best.map(point -> String.valueOf(point.epoch()))
                                    .orElse("–"))
                            .append("</td></tr>\n"));
        }
        return html.append("</tbody></table></section>\n").toString();
    }

    private Curve curve(Measure measure) {
        return curves.getOrDefault(measure, Curve.of(measure, List.of()));
    }
}
