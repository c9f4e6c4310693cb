package org.clipspark.job.scaling;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.clipspark.job.report.Html;

/** Error over compute, both logarithmic, as SVG: all models, the frontier, the law. */
final class ScalingPlot {
    private static final double WIDTH = 860;
    private static final double HEIGHT = 420;
    private static final double LEFT = 64;
    private static final double RIGHT = 20;
    private static final double TOP = 16;
    private static final double BOTTOM = 44;
    private static final int CURVE_POINTS = 60;
    private static final double MARGIN = 1.15;
    private static final double[] STEPS = {1, 2, 3, 5, 7};

    private final ScalingStudy study;
    private final double[] x;
    private final double[] y;

    ScalingPlot(ScalingStudy study, List<Double> predicted) {
        this.study = study;
        this.x = range(DoubleStream.concat(
                study.points().stream().mapToDouble(ScalingPoint::compute),
                predicted.stream().mapToDouble(Double::doubleValue)));
        this.y = range(DoubleStream.concat(
                study.points().stream().mapToDouble(ScalingPoint::error),
                predicted.stream().mapToDouble(study.law()::at)));
    }

    private static double[] range(DoubleStream values) {
        double[] all = values.sorted().toArray();
        return new double[] {Math.log(all[0] / MARGIN), Math.log(all[all.length - 1] * MARGIN)};
    }

    String svg() {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" style=\"width:100%%;height:auto;font:12px system-ui\">%n",
                WIDTH,
                HEIGHT));
        svg.append(axes());
        for (ScalingPoint point : study.points()) {
            boolean isFrontier = study.frontier().contains(point);
            svg.append(String.format(
                    Locale.ROOT,
                    "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%s\" fill=\"var(%s)\"><title>%s: %.4g, %.4f</title></circle>%n",
                    across(point.compute()),
                    up(point.error()),
                    isFrontier ? "5" : "4",
                    isFrontier ? "--c0" : "--line",
                    Html.escape(point.name()),
                    point.compute(),
                    point.error()));
        }
        return svg.append(curve()).append("</svg>\n").toString();
    }

    private String curve() {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i <= CURVE_POINTS; i++) {
            double compute = Math.exp(x[0] + (x[1] - x[0]) * i / CURVE_POINTS);
            path.append(String.format(
                    Locale.ROOT, " %.1f,%.1f", across(compute), up(study.law().at(compute))));
        }
        return "<polyline fill=\"none\" stroke=\"var(--c1)\" stroke-width=\"2\" points=\"" + path.substring(1)
                + "\"/>\n";
    }

    private String axes() {
        StringBuilder svg = new StringBuilder();
        for (int decade = (int) Math.floor(x[0] / Math.log(10)); decade <= x[1] / Math.log(10); decade++) {
            double place = across(Math.pow(10, decade));
            if (place >= LEFT) {
                svg.append(line(place, TOP, place, HEIGHT - BOTTOM));
                svg.append(text(place, HEIGHT - BOTTOM + 18, "middle", "1e" + decade));
            }
        }
        for (int decade = (int) Math.floor(y[0] / Math.log(10)); decade <= 0; decade++) {
            for (double step : STEPS) {
                double error = step * Math.pow(10, decade);
                if (Math.log(error) >= y[0] && Math.log(error) <= y[1]) {
                    svg.append(line(LEFT, up(error), WIDTH - RIGHT, up(error)));
                    svg.append(text(LEFT - 8, up(error) + 4, "end", String.format(Locale.ROOT, "%.3g", error)));
                }
            }
        }
        svg.append(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, "middle", "compute"));
        return svg.append(text(LEFT, TOP - 4, "end", "error")).toString();
    }

    private static String line(double x1, double y1, double x2, double y2) {
        return String.format(
                Locale.ROOT,
                "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"var(--grid)\"/>%n",
                x1,
                y1,
                x2,
                y2);
    }

    private static String text(double x, double y, String anchor, String text) {
        return String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"var(--soft)\">%s</text>%n",
                x,
                y,
                anchor,
                text);
    }

    private double across(double compute) {
        return LEFT + (Math.log(compute) - x[0]) / (x[1] - x[0]) * (WIDTH - LEFT - RIGHT);
    }

    private double up(double error) {
        return TOP + (y[1] - Math.log(error)) / (y[1] - y[0]) * (HEIGHT - TOP - BOTTOM);
    }
}
