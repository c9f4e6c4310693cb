package org.clipspark.job.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.nio.file.Path;

/**
 * What surrounds the content of every page: head, title, script.
 *
 * @param kind of page, in lower case
 * @param name of what it is about, any text
 * @param note under the title, harmless HTML
 */
public record PageFrame(String kind, String name, String note) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OWN = "/org/clipspark/job/report/";
    private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
    // The page may run its own script and style and load nothing at all, whatever a caption or a class name holds.
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";

    /**
     * The whole page.
     *
     * @param body harmless HTML; an element with {@code data-chart="i"} is where the i-th chart is drawn
     * @param charts what the script draws
     */
    public String html(String body, ArrayNode charts) {
        String title = Html.escape(name);
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"Content-Security-Policy\" content=\"" + POLICY + "\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<title>" + title + " – " + kind + "</title>\n"
                + "<style>\n" + PageResource.read(UPLOT + "uPlot.min.css") + PageResource.read(OWN + "report.css")
                + "</style>\n</head>\n<body>\n<header>\n<div><p class=\"kind\">CLIP " + kind + "</p>\n<h1>" + title
                + "</h1>\n<p class=\"progress\">" + note + "</p></div>\n"
                + "<button id=\"theme\" type=\"button\">Light / dark</button>\n</header>\n<main>\n" + body
                + "</main>\n<script type=\"application/json\" id=\"data\">" + Html.script(charts.toString())
                + "</script>\n<script>\n" + PageResource.read(UPLOT + "uPlot.iife.min.js") + "\n</script>\n<script>\n"
                + PageResource.read(OWN + "report.js") + "</script>\n</body>\n</html>\n";
    }

    /**
     * Writes a page without charts of the script: temporary file first, then rename.
     *
     * @param body harmless HTML
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void write(Path page, String body) {
        RunFiles.replace(page, html(body, JSON.createArrayNode()));
    }
}
