package org.clipspark.prep.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The report as one page that needs nothing else: no script, no other file. */
final class DataSetPage {
    private static final String STYLE = """
            body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:64rem;padding:0 1rem;color:#1d2329;background:#fff}
            h1{font-size:1.5rem;margin:0 0 .25rem}h2{font-size:1.1rem;margin:2rem 0 .5rem}
            p{margin:.25rem 0}.quiet{color:#5c6670}
            table{border-collapse:collapse;font-variant-numeric:tabular-nums}
            td,th{padding:.2rem .9rem .2rem 0;text-align:left;vertical-align:top}td.n,th.n{text-align:right}
            th{font-weight:600;border-bottom:1px solid #d5dbe1}
            .figures{display:flex;flex-wrap:wrap;gap:1rem 2.5rem;margin:1rem 0}
            .figures b{display:block;font-size:1.4rem;font-weight:600}
            .bar{display:inline-block;height:.7rem;background:#3b73b9;vertical-align:middle;min-width:1px}
            .charts{display:grid;grid-template-columns:repeat(auto-fill,minmax(28rem,1fr));gap:0 2rem}
            .sheet{display:grid;grid-template-columns:repeat(auto-fill,minmax(9rem,1fr));gap:1rem}
            figure{margin:0}figure img{max-width:128px;max-height:128px;display:block}
            figcaption{font-size:.8rem;line-height:1.3;overflow-wrap:anywhere}
            @media (max-width:34rem){.charts{grid-template-columns:1fr}}
            """;

    private static final int CAPTION_CHARACTERS = 120;
    private static final int BAR_WIDTH = 220;

    private final DataSetReport report;
    private final ContactSheet sheet;
    private final StringBuilder html = new StringBuilder();

    DataSetPage(DataSetReport report, ContactSheet sheet) {
        this.report = report;
        this.sheet = sheet;
    }

    String html() {
        html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width\"><title>Data set</title><style>\n")
                .append(STYLE)
                .append("</style></head><body>\n<h1>Data set</h1>\n");
        figures();
        reasons();
        sources();
        funnel();
        phases();
        charts();
        samples();
        return html.append("</body></html>\n").toString();
    }

    private void figures() {
        html.append("<div class=\"figures\">");
        figure(number(report.rowsOut()), "of " + number(report.rowsIn()) + " rows");
        figure(String.format(Locale.ROOT, "%.1f %%", 100 * report.successRate()), "kept");
        report.splits().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(split -> figure(number(split.getValue()), split.getKey()));
        figure(number(report.duplicates()), "duplicates removed");
        figure(number(report.shards()), String.format(Locale.ROOT, "shards, %.1f MiB", report.bytes() / 1048576.0));
        html.append("</div>\n");
        for (String note : report.notes()) {
            html.append("<p class=\"quiet\">").append(escape(note)).append("</p>\n");
        }
    }

    private void figure(String value, String name) {
        html.append("<div><b>")
                .append(escape(value))
                .append("</b>")
                .append(escape(name))
                .append("</div>");
    }

    private void reasons() {
        html.append("<h2>Rejected</h2>\n");
        if (report.rejected().isEmpty()) {
            html.append("<p>No row was rejected.</p>\n");
            return;
        }
        html.append("<table><tr><th>reason</th><th class=\"n\">rows</th><th class=\"n\">of all</th><th></th></tr>\n");
        long most = report.rejected().values().stream()
                .mapToLong(Long::longValue)
                .max()
                .orElse(1);
        report.rejected().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(reason -> row(
                        reason.getKey(),
                        reason.getValue(),
                        String.format(Locale.ROOT, "%.2f %%", 100.0 * reason.getValue() / report.rowsIn()),
                        most));
        html.append("</table>\n");
    }

    private void row(String name, long rows, String share, long most) {
        html.append("<tr><td>")
                .append(escape(name))
                .append("</td><td class=\"n\">")
                .append(number(rows))
                .append("</td><td class=\"n\">")
                .append(share)
                .append("</td><td><span class=\"bar\" style=\"width:")
                .append(Math.round((double) BAR_WIDTH * rows / most))
                .append("px\"></span></td></tr>\n");
    }

    private void sources() {
        if (report.sources().size() < 2) {
            return;
        }
        html.append("<h2>Sources</h2>\n<table><tr><th>name</th><th class=\"n\">weight</th><th class=\"n\">rows</th>")
                .append("<th class=\"n\">in shards</th><th class=\"n\">of all in shards</th></tr>\n");
        for (DataSetReport.SourceLine line : report.sources()) {
            html.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td>"
                            + "<td class=\"n\">%.1f %%</td></tr>%n",
                    escape(line.name()),
                    line.weight(),
                    number(line.in()),
                    number(line.out()),
                    report.rowsOut() == 0 ? 0 : 100.0 * line.out() / report.rowsOut()));
        }
        html.append("</table>\n");
    }

    private void funnel() {
        if (report.funnel().isEmpty()) {
            return;
        }
        html.append("<h2>Filters</h2>\n<table><tr><th>step</th><th class=\"n\">in</th><th class=\"n\">out</th>")
                .append("<th class=\"n\">passed</th></tr>\n");
        for (DataSetReport.FunnelLine line : report.funnel()) {
            html.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s</td><td class=\"n\">%s</td><td class=\"n\">%s</td><td class=\"n\">%.1f %%</td></tr>%n",
                    escape(line.step()),
                    number(line.in()),
                    number(line.out()),
                    line.percent()));
        }
        html.append("</table>\n");
    }

    private void phases() {
        RunTimes run = report.run();
        if (run.equals(RunTimes.NONE)) {
            return;
        }
        html.append("<h2>Last run</h2>\n<table><tr><th>phase</th><th class=\"n\">seconds</th><th class=\"n\">rows</th>")
                .append("<th class=\"n\">rows/s</th></tr>\n");
        for (RunTimes.Phase phase : run.phases()) {
            html.append(String.format(
                    Locale.ROOT,
                    "<tr><td>%s</td><td class=\"n\">%.1f</td><td class=\"n\">%s</td><td class=\"n\">%,.0f</td></tr>%n",
                    escape(phase.name()),
                    phase.seconds(),
                    number(phase.rows()),
                    phase.rowsPerSecond()));
        }
        html.append(String.format(
                Locale.ROOT,
                "</table>%n<p class=\"quiet\">%s, %.1f s; %s</p>%n",
                escape(run.started()),
                run.seconds(),
                escape(String.join(", ", run.versions()))));
    }

    private void charts() {
        RowStatistics rows = report.statistics();
        html.append("<h2>Rows in shards</h2>\n<div class=\"charts\">\n");
        chart("Shorter side as found, pixels", rows.shorterSides(), key -> key + " to " + (2 * key - 1));
        chart("Longer side by shorter", rows.aspects(), key -> String.format(Locale.ROOT, "%.1f", key / 10.0));
        chart("Characters of the first caption", rows.captionCharacters(), key -> "from " + key);
        chart("Words of the first caption", rows.captionWords(), Object::toString);
        chart("Captions for one image", rows.captions(), Object::toString);
        chart("Language", rows.languages(), key -> key);
        html.append("</div>\n");
    }

    private <K> void chart(String title, Map<K, Long> counts, java.util.function.Function<K, String> name) {
        if (counts.isEmpty()) {
            return;
        }
        long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(1);
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        html.append("<div><h2>").append(escape(title)).append("</h2><table>\n");
        counts.forEach((key, rows) ->
                row(name.apply(key), rows, String.format(Locale.ROOT, "%.1f %%", 100.0 * rows / all), most));
        html.append("</table></div>\n");
    }

    private void samples() {
        List<ContactSheet.Sample> samples = sheet.samples();
        html.append("<h2>A look at ").append(samples.size()).append(" rows</h2>\n<div class=\"sheet\">\n");
        for (ContactSheet.Sample sample : samples) {
            String caption = sample.caption();
            String shown = caption.length() > CAPTION_CHARACTERS
                    ? caption.substring(0, caption.offsetByCodePoints(0, CAPTION_CHARACTERS / 2)) + "…"
                    : caption;
            html.append("<figure><img alt=\"\" src=\"data:image/jpeg;base64,")
                    .append(sample.jpeg())
                    .append("\"><figcaption>")
                    .append(escape(shown))
                    .append("<br><span class=\"quiet\">")
                    .append(escape(sample.key()))
                    .append("</span></figcaption></figure>\n");
        }
        html.append("</div>\n");
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
