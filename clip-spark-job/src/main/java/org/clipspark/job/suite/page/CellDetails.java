package org.clipspark.job.suite.page;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.clipspark.job.report.Html;
import org.clipspark.job.suite.cell.Cell;
import org.clipspark.job.suite.cell.Findings;
import org.clipspark.job.suite.cell.Outcome;

/** What a cell shows beside its figures; captions and names come from data sets and are made harmless. */
final class CellDetails {
    private static final String THUMBNAIL = "data:image/jpeg;base64,";
    private static final int WORST_SLICES = 20;

    private final Cell cell;
    private final Map<String, String> thumbnails;

    CellDetails(Cell cell, Map<String, String> thumbnails) {
        this.cell = cell;
        this.thumbnails = thumbnails;
    }

    String html() {
        Findings findings = cell.findings();
        String body = slices(findings.slices())
                + reliability(findings.calibration())
                + confusions(findings.confusions())
                + failures(findings.failures());
        return body.isEmpty()
                ? ""
                : "<section><h2>" + Html.escape(cell.address().dataset()) + " · "
                        + Html.escape(cell.address().language()) + " <small>"
                        + Html.escape(cell.address().checkpoint()) + ", "
                        + Figure.title(cell.address().task()).toLowerCase(Locale.ROOT) + "</small></h2>\n" + body
                        + "</section>\n";
    }

    private static String slices(List<Findings.Slice> slices) {
        if (slices.isEmpty()) {
            return "";
        }
        Table table = new Table(List.of("Worst groups", "Images", "Top-1"));
        Figure accuracy = new Figure("acc1", "Top-1", true);
        slices.stream()
                .sorted(Comparator.comparingDouble(Findings.Slice::accuracy))
                .limit(WORST_SLICES)
                .forEach(slice -> table.row(
                        slice.group().isEmpty() ? "(no value)" : slice.group(),
                        List.of(String.valueOf(slice.samples()), accuracy.text(slice.accuracy()))));
        return table.html();
    }

    private static String reliability(List<Findings.CalibrationBin> bins) {
        return bins.isEmpty()
                ? ""
                : "<figure><figcaption><b>Reliability</b> <span>one dot for each bin of confidence</span></figcaption>\n"
                        + ReliabilityDiagram.svg(bins) + "</figure>\n";
    }

    private String confusions(List<Findings.Confusion> confusions) {
        if (confusions.isEmpty()) {
            return "";
        }
        Table table = new Table(List.of("Worst confusions", "Taken for", "Images", "One of them"));
        confusions.forEach(confusion -> table.row(
                confusion.truth(),
                List.of(
                        Html.escape(confusion.predicted()),
                        String.valueOf(confusion.count()),
                        picture(confusion.key()))));
        return table.html();
    }

    private String failures(List<Findings.Failure> failures) {
        if (failures.isEmpty()) {
            return "";
        }
        Table table = new Table(List.of("Failed retrievals", "Belongs to", "Place", "Found first"));
        for (Findings.Failure failure : failures) {
            boolean isText = failure.query() == Outcome.Query.TEXT;
            table.row(
                    isText ? failure.text() : "image: " + failure.text(),
                    List.of(
                            picture(failure.key()),
                            String.valueOf(failure.rank()),
                            picture(failure.foundKey())
                                    + (isText ? "" : "<br><small>" + Html.escape(failure.foundText()) + "</small>")));
        }
        return table.html();
    }

    private String picture(String key) {
        String address = thumbnails.getOrDefault(key, "");
        String name = Html.escape(key);
        // A file of thumbnails may come from anywhere too: only pictures of our own kind are shown.
        return address.startsWith(THUMBNAIL)
                ? "<img src=\"" + Html.escape(address) + "\" alt=\"" + name + "\" title=\"" + name + "\">"
                : name;
    }
}
