package org.clipspark.job.scaling;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a table of models has what a scaling study needs.
 *
 * @param compute a column, or several joined by {@code *} whose product is taken
 * @param metric a column
 * @param group a column whose values are studied apart; empty for none
 * @param model a column with names; empty for none
 * @param where column to text: other rows are left out
 */
public record TableColumns(
        String compute, ScalingMetric metric, String group, String model, Map<String, String> where) {
    /** Copies the map. */
    public TableColumns {
        where = Map.copyOf(where);
    }

    /**
     * Reads a table. Rows without a value of the metric are left out.
     *
     * @return group to its models, in the order of the table; one group without a name where none are asked for
     * @throws IllegalArgumentException if a column is missing, a cell is no number or out of range, or no row is left
     * @throws java.io.UncheckedIOException if the file cannot be read
     */
    public Map<String, List<ScalingPoint>> read(Path file) {
        return points(file.toString(), CsvTable.load(file));
    }

    Map<String, List<ScalingPoint>> points(String file, CsvTable table) {
        List<String> needed = new ArrayList<>(factors());
        needed.add(metric.name());
        needed.addAll(where.keySet());
        needed.addAll(List.of(group, model));
        for (String column : needed) {
            if (!column.isEmpty() && !table.header().contains(column)) {
                throw new IllegalArgumentException(
                        file + " has no column '" + column + "' (it has: " + String.join(", ", table.header()) + ")");
            }
        }
        Map<String, List<ScalingPoint>> points = new LinkedHashMap<>();
        List<Double> values = new ArrayList<>();
        for (int i = 0; i < table.rows().size(); i++) {
            Map<String, String> row = table.rows().get(i);
            boolean isAsked = where.entrySet().stream()
                    .allMatch(each -> cell(row, each.getKey()).equals(each.getValue()));
            if (isAsked && !cell(row, metric.name()).isBlank()) {
                String name = model.isEmpty() ? "row " + (i + 1) : cell(row, model);
                double value = number(row, metric.name(), i);
                values.add(value);
                points.computeIfAbsent(group.isEmpty() ? "" : cell(row, group), key -> new ArrayList<>())
                        .add(new ScalingPoint(name, compute(row, i), metric.error(name, value)));
            }
        }
        if (points.isEmpty()) {
            throw new IllegalArgumentException(file + " has no row with " + metric.name() + " where " + where);
        }
        metric.checkUnit(values);
        return points;
    }

    private List<String> factors() {
        return List.of(compute.split("\\*", -1));
    }

    private double compute(Map<String, String> row, int index) {
        return factors().stream()
                .mapToDouble(column -> number(row, column, index))
                .reduce(1, (a, b) -> a * b);
    }

    private static String cell(Map<String, String> row, String column) {
        return row.getOrDefault(column, "");
    }

    private static double number(Map<String, String> row, String column, int index) {
        String text = cell(row, column);
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "Row " + (index + 1) + " has '" + text + "' in column '" + column + "', expected a number", e);
        }
    }
}
