package org.clipspark.job.suite.page;

import java.util.List;
import java.util.stream.Collectors;
import org.clipspark.job.report.Html;

/** An HTML table, row by row. */
public final class Table {
    private final StringBuilder html = new StringBuilder();

    /** With these headings, any text. */
    public Table(List<String> headings) {
        html.append("<div style=\"overflow-x:auto\"><table class=\"figures plain\"><thead><tr>");
        html.append(headings.stream()
                .map(heading -> "<th scope=\"col\">" + Html.escape(heading) + "</th>")
                .collect(Collectors.joining()));
        html.append("</tr></thead><tbody>\n");
    }

    /**
     * Adds a row.
     *
     * @param name any text
     * @param cells harmless HTML
     */
    public Table row(String name, List<String> cells) {
        html.append("<tr><th scope=\"row\">").append(Html.escape(name)).append("</th>");
        cells.forEach(cell -> html.append("<td>").append(cell).append("</td>"));
        html.append("</tr>\n");
        return this;
    }

    /** The whole table. */
    public String html() {
        return html + "</tbody></table></div>\n";
    }
}
