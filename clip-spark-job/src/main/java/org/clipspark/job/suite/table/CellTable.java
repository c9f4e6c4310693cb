package org.clipspark.job.suite.table;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.clipspark.job.suite.cell.Cell;

/** Cells as a CSV file (RFC 4180) with the columns of CLIP_benchmark's {@code build}: one row each, one column per figure. */
public final class CellTable {
    private static final List<String> KEYS =
            List.of("dataset", "model", "pretrained", "task", "language", "model_fullname");

    private CellTable() {}

    /** The text; a figure that a cell does not have is an empty field. */
    public static String csv(List<Cell> cells) {
        TreeSet<String> metrics = new TreeSet<>();
        cells.forEach(cell -> metrics.addAll(cell.metrics().keySet()));
        List<String> header = new ArrayList<>(KEYS);
        header.addAll(metrics);
        StringBuilder csv = new StringBuilder(line(header));
        for (Cell cell : cells) {
            List<String> row = new ArrayList<>(keys(cell).values());
            metrics.forEach(metric -> row.add(field(cell.metric(metric))));
            csv.append(line(row));
        }
        return csv.toString();
    }

    private static Map<String, String> keys(Cell cell) {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("dataset", cell.address().dataset());
        keys.put("model", cell.address().model());
        keys.put("pretrained", cell.address().pretrained());
        keys.put("task", cell.address().task().spelling());
        keys.put("language", cell.address().language());
        keys.put("model_fullname", cell.address().model() + " " + cell.address().pretrained());
        return keys;
    }

    private static String field(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }

    private static String line(List<String> fields) {
        return fields.stream().map(CellTable::quoted).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String quoted(String field) {
        return field.matches("[^\",\r\n]*") ? field : '"' + field.replace("\"", "\"\"") + '"';
    }
}
