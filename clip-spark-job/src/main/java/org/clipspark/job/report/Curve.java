package org.clipspark.job.report;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** One measure over the steps of a run. */
final class Curve {
    /** More points than a screen has columns say nothing more. */
    static final int MOST_POINTS = 1200;

    private final Measure measure;
    private final List<Point> points;

    /**
     * One value.
     *
     * @param step optimizer steps taken
     * @param epoch from 1
     * @param value finite
     */
    record Point(long step, int epoch, double value) {}

    private Curve(Measure measure, List<Point> points) {
        this.measure = measure;
        this.points = points;
    }

    /** Points by rising step. Entries of single steps are preferred to those of whole epochs, a later one to an earlier. */
    static Curve of(Measure measure, List<MetricsEntry> entries) {
        boolean hasSteps = entries.stream()
                .anyMatch(entry -> entry.kind() == MetricsEntry.Kind.STEP
                        && entry.value(measure.key()).isPresent());
        Map<Long, Point> byStep = new TreeMap<>();
        for (MetricsEntry entry : entries) {
            if (hasSteps && entry.kind() == MetricsEntry.Kind.EPOCH) {
                continue;
            }
            entry.value(measure.key())
                    .ifPresent(value -> byStep.put(entry.step(), new Point(entry.step(), entry.epoch(), value)));
        }
        return new Curve(measure, List.copyOf(byStep.values()));
    }

    Measure measure() {
        return measure;
    }

    boolean isEmpty() {
        return points.isEmpty();
    }

    /** At most {@link #MOST_POINTS}: means of neighbours where there are more. */
    List<Point> drawn() {
        int group = (points.size() + MOST_POINTS - 1) / MOST_POINTS;
        if (group <= 1) {
            return points;
        }
        return IntStream.range(0, (points.size() + group - 1) / group)
                .mapToObj(i -> mean(points.subList(i * group, Math.min(points.size(), (i + 1) * group))))
                .toList();
    }

    Optional<Point> last() {
        return points.isEmpty() ? Optional.empty() : Optional.of(points.get(points.size() - 1));
    }

    /** The first of the best, empty where no direction is better. */
    Optional<Point> best() {
        Comparator<Point> byValue = Comparator.comparingDouble(Point::value);
        return switch (measure.better()) {
            case HIGHER -> points.stream().reduce((a, b) -> byValue.compare(b, a) > 0 ? b : a);
            case LOWER -> points.stream().reduce((a, b) -> byValue.compare(b, a) < 0 ? b : a);
            case NEITHER -> Optional.empty();
        };
    }

    private static Point mean(List<Point> group) {
        Point last = group.get(group.size() - 1);
        double mean = group.stream().mapToDouble(Point::value).average().orElseThrow();
        return new Point(last.step(), last.epoch(), mean);
    }
}
