package org.clipspark.job.suite.gate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.clipspark.job.suite.cell.Cell;

/** Compares results with what they must reach. A figure that was not measured does not pass. */
public final class Gate {
    private final GateSettings settings;
    private final List<Cell> baseline;

    /**
     * Prepares the comparison.
     *
     * @param baseline all cells of the folder that the settings name; empty without one
     */
    public Gate(GateSettings settings, List<Cell> baseline) {
        this.settings = settings;
        this.baseline = List.copyOf(baseline);
    }

    /** What of these cells does not pass, in the order of the settings. */
    public List<Breach> check(List<Cell> cells) {
        List<Cell> checked = settings.checkpoints() == GateSettings.Which.ALL ? cells : last(cells);
        List<Breach> breaches = new ArrayList<>();
        settings.thresholds()
                .forEach((figure, bounds) ->
                        breaches.addAll(each(checked, figure, (cell, name) -> outside(cell, name, bounds))));
        settings.baseline()
                .ifPresent(before -> before.maximumDrop()
                        .forEach((figure, drop) -> breaches.addAll(each(
                                checked, figure, (cell, name) -> dropped(cell, name, before.checkpoint(), drop)))));
        return breaches;
    }

    private static List<Breach> each(
            List<Cell> cells, String figure, BiFunction<Cell, String, Optional<Breach>> check) {
        List<Cell> found = cells.stream().filter(cell -> isOf(cell, figure)).toList();
        if (found.isEmpty()) {
            return List.of(missing("any checkpoint", figure));
        }
        return found.stream()
                .flatMap(cell -> (Double.isNaN(cell.metric(metric(figure)))
                                ? Optional.of(missing(cell.address().checkpoint(), figure))
                                : check.apply(cell, figure))
                        .stream())
                .toList();
    }

    private static Optional<Breach> outside(Cell cell, String figure, GateSettings.Bounds bounds) {
        double value = cell.metric(metric(figure));
        Optional<Double> missed =
                bounds.min().filter(min -> value < min).or(() -> bounds.max().filter(max -> value > max));
        return missed.map(threshold -> new Breach(
                cell.address().checkpoint(),
                figure,
                value,
                threshold,
                String.format(
                        Locale.ROOT,
                        "%s of %s in %s is %.4f, %s %.4f",
                        figure,
                        cell.address().checkpoint(),
                        cell.address().language(),
                        value,
                        value < threshold ? "at least" : "at most",
                        threshold)));
    }

    private Optional<Breach> dropped(Cell cell, String figure, String checkpoint, double allowed) {
        Optional<Cell> before = baseline.stream()
                .filter(each -> each.address().checkpoint().equals(checkpoint)
                        && each.address().row().equals(cell.address().row()))
                .findFirst();
        double reference = before.map(each -> each.metric(metric(figure))).orElse(Double.NaN);
        if (Double.isNaN(reference)) {
            return Optional.of(missing("the baseline " + checkpoint, figure));
        }
        double value = cell.metric(metric(figure));
        double drop = Direction.drop(metric(figure), reference, value);
        if (drop <= allowed) {
            return Optional.empty();
        }
        String message = String.format(
                Locale.ROOT,
                "%s of %s in %s is %.4f, worse than the baseline's %.4f by %.4f, at most %.4f",
                figure,
                cell.address().checkpoint(),
                cell.address().language(),
                value,
                reference,
                drop,
                allowed);
        return Optional.of(new Breach(cell.address().checkpoint(), figure, value, allowed, message));
    }

    private static Breach missing(String checkpoint, String figure) {
        return new Breach(checkpoint, figure, Double.NaN, Double.NaN, figure + " was not measured of " + checkpoint);
    }

    private static boolean isOf(Cell cell, String figure) {
        return figure.startsWith(
                cell.address().dataset() + "/" + cell.address().task().spelling() + "/");
    }

    private static String metric(String figure) {
        return figure.substring(figure.lastIndexOf('/') + 1);
    }

    /** The checkpoints of each model that have seen the most; of several the last by name. */
    private static List<Cell> last(List<Cell> cells) {
        Comparator<Cell> order = Comparator.comparingLong(
                        (Cell cell) -> cell.progress().samplesSeen())
                .thenComparing(cell -> cell.address().pretrained());
        Map<String, Cell> newest = new LinkedHashMap<>();
        cells.forEach(cell -> newest.merge(
                cell.address().model(), cell, (one, other) -> order.compare(one, other) < 0 ? other : one));
        return cells.stream()
                .filter(cell -> cell.address().checkpoint().equals(checkpoint(newest, cell)))
                .toList();
    }

    private static String checkpoint(Map<String, Cell> newest, Cell cell) {
        return newest.getOrDefault(cell.address().model(), cell).address().checkpoint();
    }
}
