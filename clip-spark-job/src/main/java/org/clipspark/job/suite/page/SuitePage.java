package org.clipspark.job.suite.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.clipspark.job.report.Html;
import org.clipspark.job.report.PageFrame;
import org.clipspark.job.suite.cell.Cell;
import org.clipspark.job.suite.cell.CellAddress;
import org.clipspark.job.suite.cell.SuiteTask;
import org.clipspark.job.suite.table.Aggregate;

/**
 * The page of a suite: one file that needs no other and no network, with tables and curves of all checkpoints, and what went
 * wrong with the last checkpoint of each model.
 *
 * @param name of the suite, any text
 * @param cells in the order of their checkpoints
 * @param aggregates means over data sets
 */
public record SuitePage(String name, List<Cell> cells, List<Aggregate> aggregates) {
    /** Name of the file within the output folder. */
    public static final String FILE_NAME = "report.html";

    private static final int CURVES_OF_A_TASK = 2;

    /** Copies the lists. */
    public SuitePage {
        cells = List.copyOf(cells);
        aggregates = List.copyOf(aggregates);
    }

    /**
     * The whole page.
     *
     * @param thumbnails of a cell's findings by key
     */
    public String html(Function<CellAddress, Map<String, String>> thumbnails) {
        Curves curves = curves();
        StringBuilder body = new StringBuilder(new CellGrid(cells).html(aggregates));
        body.append(curves.html("Curves", "over pairs seen in training"));
        last().forEach(cell -> body.append(new CellDetails(cell, thumbnails.apply(cell.address())).html()));
        return new PageFrame("evaluation", name, Html.escape(note())).html(body.toString(), curves.charts());
    }

    private String note() {
        long checkpoints = cells.stream()
                .map(cell -> cell.address().checkpoint())
                .distinct()
                .count();
        long datasets =
                cells.stream().map(cell -> cell.address().dataset()).distinct().count();
        long skipped = cells.stream().mapToLong(Cell::skipped).sum();
        return checkpoints
                + (checkpoints == 1 ? " checkpoint · " : " checkpoints · ")
                + datasets
                + (datasets == 1 ? " data set · " : " data sets · ")
                + cells.size()
                + (cells.size() == 1 ? " result" : " results")
                + (skipped == 0 ? "" : " · " + skipped + " rows left out whose image cannot be decoded");
    }

    private Curves curves() {
        Curves curves = new Curves();
        for (SuiteTask task : SuiteTask.values()) {
            for (Figure figure : Figure.of(task).subList(0, CURVES_OF_A_TASK)) {
                Map<String, Map<Double, Double>> series = new LinkedHashMap<>();
                cells.stream()
                        .filter(cell -> cell.address().task() == task && !Double.isNaN(cell.metric(figure.metric())))
                        .forEach(cell -> series.computeIfAbsent(series(cell), each -> new TreeMap<>())
                                .put((double) cell.progress().samplesSeen(), cell.metric(figure.metric())));
                series.values().removeIf(points -> points.size() < 2);
                curves.add(figure, "Pairs seen", series);
            }
        }
        return curves;
    }

    private static String series(Cell cell) {
        return cell.address().model() + " · " + cell.address().dataset() + " · "
                + cell.address().language();
    }

    /** Cells of each model's last checkpoint. */
    private List<Cell> last() {
        Map<String, Cell> newest = new LinkedHashMap<>();
        Comparator<Cell> order =
                Comparator.comparingLong(cell -> cell.progress().samplesSeen());
        cells.forEach(cell -> newest.merge(
                cell.address().model(), cell, (one, other) -> order.compare(one, other) <= 0 ? other : one));
        List<String> names = new ArrayList<>();
        newest.values().forEach(cell -> names.add(cell.address().checkpoint()));
        return cells.stream()
                .filter(cell -> names.contains(cell.address().checkpoint()))
                .toList();
    }
}
