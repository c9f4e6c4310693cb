package org.clipspark.job.scaling;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.clipspark.job.report.Html;
import org.clipspark.job.report.PageFrame;

/** Studies and efficiencies on one page that needs no other file. */
public final class ScalingPage {
    private final StringBuilder body = new StringBuilder();

    /**
     * Adds a study.
     *
     * @param group that it is of, any text; empty for all models
     * @param predicted computes that were asked for
     */
    public void add(String group, ScalingStudy study, List<Double> predicted) {
        body.append("<section><h2>").append(group.isEmpty() ? "All models" : Html.escape(group));
        body.append("</h2>\n<figure><figcaption><b>").append(Html.escape(formula(study)));
        body.append("</b></figcaption>\n")
                .append(new ScalingPlot(study, predicted).svg())
                .append("</figure>\n");
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(
                "Models, of them on the frontier",
                study.points().size() + ", " + study.frontier().size());
        facts.put(
                "Exponent",
                String.format(
                        Locale.ROOT,
                        "%.4f, %.0f %% interval %.4f to %.4f",
                        study.law().alpha(),
                        100 * study.alpha().confidence(),
                        study.alpha().low(),
                        study.alpha().high()));
        facts.put("R2 of logarithms", String.format(Locale.ROOT, "%.4f", study.rSquared()));
        facts.put("Largest relative error", String.format(Locale.ROOT, "%.1f %%", 100 * study.largestRelativeError()));
        for (ScalingStudy.HeldOut held : study.heldOut()) {
            facts.put(
                    String.format(
                            Locale.ROOT,
                            "Held out at %.4g: %s",
                            held.point().compute(),
                            held.point().name()),
                    String.format(
                            Locale.ROOT,
                            "error %.2f %%, predicted %.2f %%, off by %.2f points",
                            100 * held.point().error(),
                            100 * held.predicted(),
                            held.points()));
        }
        for (double compute : predicted) {
            facts.put(
                    String.format(Locale.ROOT, "Predicted at %.4g", compute),
                    String.format(
                            Locale.ROOT, "error %.2f %%", 100 * study.law().at(compute)));
        }
        body.append(Html.rows(facts.entrySet())).append("</section>\n");
    }

    private static String formula(ScalingStudy study) {
        PowerLaw law = study.law();
        String formula = String.format(Locale.ROOT, "E = %.4g C^%.4f", law.beta(), law.alpha());
        return law.irreducible() > 0 ? formula + String.format(Locale.ROOT, " + %.4f", law.irreducible()) : formula;
    }

    /** Adds a table of runs. */
    public void addEfficiency(List<Map<String, Object>> runs) {
        if (runs.isEmpty()) {
            return;
        }
        body.append("<section><h2>Efficiency</h2>\n<table class=\"figures\"><thead><tr>");
        Set<String> names = new LinkedHashSet<>();
        runs.forEach(run -> names.addAll(run.keySet()));
        names.forEach(name -> body.append("<th scope=\"col\">")
                .append(Html.escape(name.replace('_', ' ')))
                .append("</th>"));
        body.append("</tr></thead><tbody>\n");
        for (Map<String, Object> run : runs) {
            body.append("<tr>");
            names.forEach(name -> body.append("<td>")
                    .append(cell(run.getOrDefault(name, "–")))
                    .append("</td>"));
            body.append("</tr>\n");
        }
        body.append("</tbody></table></section>\n");
    }

    private static String cell(Object value) {
        return value instanceof Double number
                ? String.format(Locale.ROOT, "%.4g", number)
                : Html.escape(String.valueOf(value));
    }

    /**
     * Writes the page: temporary file first, then rename.
     *
     * @param metric whose errors are shown
     * @param computeUnit what compute counts
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void write(Path page, String metric, String computeUnit) {
        String note = "Errors by " + Html.escape(metric) + ", as fractions; compute in " + Html.escape(computeUnit);
        new PageFrame("scaling law", "Error by compute", note).write(page, body.toString());
    }
}
