package org.clipspark.job.report;

import java.util.Map;

/** Text that comes from outside, made harmless within a page. */
public final class Html {
    private Html() {}

    /** For text and for quoted attribute values. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    /** For JSON within a script element: nothing in it can end the element or begin a comment. */
    public static String script(String json) {
        return json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }

    /** A table of two columns, each row a name and a value. */
    public static String rows(Iterable<Map.Entry<String, String>> entries) {
        StringBuilder html = new StringBuilder("<table class=\"facts\"><tbody>\n");
        for (Map.Entry<String, String> entry : entries) {
            html.append("<tr><th scope=\"row\">")
                    .append(escape(entry.getKey()))
                    .append("</th><td>")
                    .append(escape(entry.getValue()))
                    .append("</td></tr>\n");
        }
        return html.append("</tbody></table>\n").toString();
    }
}
