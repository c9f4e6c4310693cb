package org.clipspark.job.suite.page;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.clipspark.job.suite.cell.Cell;
import org.clipspark.job.suite.cell.Interval;
import org.clipspark.job.suite.cell.SuiteTask;
import org.clipspark.job.suite.table.Aggregate;

/** Tables of figures: data sets down, checkpoints across. */
final class CellGrid {
    private final List<Cell> cells;
    private final List<String> checkpoints;

    CellGrid(List<Cell> cells) {
        this.cells = List.copyOf(cells);
        this.checkpoints = cells.stream()
                .map(cell -> cell.address().checkpoint())
                .distinct()
                .toList();
    }

    String html(List<Aggregate> aggregates) {
        StringBuilder html = new StringBuilder(aggregates(aggregates));
        for (SuiteTask task : SuiteTask.values()) {
            List<Cell> own =
                    cells.stream().filter(cell -> cell.address().task() == task).toList();
            if (!own.isEmpty()) {
                html.append("<section><h2>").append(Figure.title(task));
                html.append(" <small>with intervals where there are some</small></h2>\n");
                html.append(table(task, own)).append("</section>\n");
            }
        }
        return html.toString();
    }

    private String aggregates(List<Aggregate> aggregates) {
        if (aggregates.isEmpty()) {
            return "";
        }
        Table table = new Table(headings("Mean over data sets"));
        Set<String> names = new LinkedHashSet<>();
        aggregates.forEach(aggregate -> names.add(aggregate.name()));
        for (String name : names) {
            List<Aggregate> own =
                    aggregates.stream().filter(each -> each.name().equals(name)).toList();
            Figure figure = new Figure(own.get(0).metric(), own.get(0).metric(), true);
            String label = name + ": " + figure.metric() + " of " + own.get(0).datasets();
            table.row(label, across(own, each -> figure.text(each.mean())));
            table.row(label + ", above chance", across(own, each -> figure.text(each.meanAboveChance())));
        }
        return "<section><h2>Aggregates</h2>\n" + table.html() + "</section>\n";
    }

    private List<String> across(List<Aggregate> own, java.util.function.Function<Aggregate, String> text) {
        return checkpoints.stream()
                .map(checkpoint -> own.stream()
                        .filter(each -> each.checkpoint().equals(checkpoint))
                        .findFirst()
                        .map(text)
                        .orElse("–"))
                .toList();
    }

    private String table(SuiteTask task, List<Cell> own) {
        Table table = new Table(headings("Data set and figure"));
        List<String> rows = own.stream()
                .map(cell -> cell.address().dataset() + " · " + cell.address().language())
                .distinct()
                .toList();
        for (String row : rows) {
            List<Cell> ofRow = own.stream()
                    .filter(cell -> row.equals(
                            cell.address().dataset() + " · " + cell.address().language()))
                    .toList();
            for (Figure figure : Figure.of(task)) {
                if (ofRow.stream().anyMatch(cell -> !Double.isNaN(cell.metric(figure.metric())))) {
                    table.row(
                            row + " · " + figure.title(),
                            checkpoints.stream()
                                    .map(checkpoint -> text(ofRow, checkpoint, figure))
                                    .toList());
                }
            }
        }
        return table.html();
    }

    private static String text(List<Cell> cells, String checkpoint, Figure figure) {
        Optional<Cell> found = cells.stream()
                .filter(cell -> cell.address().checkpoint().equals(checkpoint))
                .findFirst();
        return found.map(cell -> figure.text(cell.metric(figure.metric()))
                        + Optional.ofNullable(cell.intervals().get(figure.metric()))
                                .map(interval -> bounds(figure, interval))
                                .orElse(""))
                .orElse("–");
    }

    private static String bounds(Figure figure, Interval interval) {
        return "<br><small>" + figure.text(interval.low()) + " to " + figure.text(interval.high()) + "</small>";
    }

    private List<String> headings(String first) {
        return Stream.concat(Stream.of(first), new ArrayList<>(checkpoints).stream())
                .toList();
    }
}
