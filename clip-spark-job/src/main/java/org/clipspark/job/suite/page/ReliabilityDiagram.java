package org.clipspark.job.suite.page;

import java.util.List;
import java.util.Locale;
import org.clipspark.job.suite.cell.Findings.CalibrationBin;

/** How often a model is right by how sure it is; on the diagonal it is as sure as it should be. */
final class ReliabilityDiagram {
    private static final int SIDE = 240;
    private static final int MARGIN = 28;
    private static final double LARGEST_DOT = 9;
    private static final double SMALLEST_DOT = 2;

    private ReliabilityDiagram() {}

    /** SVG; the area of a dot grows with its images. */
    static String svg(List<CalibrationBin> bins) {
        double most = bins.stream().mapToLong(CalibrationBin::count).max().orElse(1);
        StringBuilder svg = new StringBuilder(frame());
        for (CalibrationBin bin : bins) {
            double radius = Math.max(SMALLEST_DOT, LARGEST_DOT * Math.sqrt(bin.count() / most));
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\" fill=\"var(--c0)\" fill-opacity=\"0.75\">"
                            + "<title>%d images, sure by %.1f %%, right in %.1f %%</title></circle>",
                    x(bin.confidence()),
                    y(bin.accuracy()),
                    radius,
                    bin.count(),
                    100 * bin.confidence(),
                    100 * bin.accuracy()));
        }
        return svg + axisNames() + "</svg>";
    }

    /** The square and its diagonal. */
    private static String frame() {
        return String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %1$d %1$d\" width=\"%1$d\" height=\"%1$d\" role=\"img\" aria-label=\"Reliability\""
                        + " fill=\"currentColor\" font-size=\"10\">"
                        + "<rect x=\"%2$d\" y=\"%3$d\" width=\"%4$d\" height=\"%4$d\" fill=\"none\" stroke=\"var(--line)\"/>"
                        + "<line x1=\"%2$d\" y1=\"%5$d\" x2=\"%6$d\" y2=\"%3$d\" stroke=\"var(--soft)\""
                        + " stroke-dasharray=\"4 4\"/>",
                SIDE,
                MARGIN,
                MARGIN / 2,
                SIDE - 3 * MARGIN / 2,
                SIDE - MARGIN,
                SIDE - MARGIN / 2);
    }

    private static String axisNames() {
        return String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\">0</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">1, how sure</text>"
                        + "<text x=\"%d\" y=\"%d\" transform=\"rotate(-90 12 %d)\" text-anchor=\"end\">how often right, 1</text>",
                MARGIN,
                SIDE - MARGIN / 2,
                SIDE - MARGIN / 2,
                SIDE - MARGIN / 2,
                12,
                MARGIN / 2,
                MARGIN / 2);
    }

    private static double x(double value) {
        return MARGIN + value * (SIDE - 3.0 * MARGIN / 2);
    }

    private static double y(double value) {
        return SIDE - MARGIN - value * (SIDE - 3.0 * MARGIN / 2);
    }
}
