package org.clipspark.job.suite.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.clipspark.job.suite.cell.Cell;
import org.clipspark.job.suite.cell.CellFormat;
import org.clipspark.prep.shard.WholeFile;

/**
 * What was ever measured: one JSON line for each cell and each of its lineages, by time. A cell that is measured again after
 * its data or its checkpoint changed gets a line more; adding the same cells again changes nothing.
 */
public final class History {
    /** Name of the file within the output folder. */
    public static final String FILE_NAME = "history.jsonl";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> KEPT = List.of(
            "dataset", "model", "pretrained", "task", "language", "metrics", "progress", "identity", "evaluated_at");

    private final Path file;
    private final Configuration hadoop;

    /** The history of an output folder. */
    public History(String output, Configuration hadoop) {
        this.file = new Path(output, FILE_NAME);
        this.hadoop = hadoop;
    }

    /**
     * A line.
     *
     * @param series {@code dataset/language/task}
     * @param checkpoint {@code model/pretrained}
     * @param evaluatedAt when
     * @param metrics figures; not a number where one has no meaning
     */
    public record Entry(String series, String checkpoint, Instant evaluatedAt, Map<String, Double> metrics) {}

    /**
     * Adds cells, of which those that are there already are left out.
     *
     * @throws UncheckedIOException if the file cannot be read or written
     */
    public void add(List<Cell> cells) {
        List<JsonNode> lines = new ArrayList<>(lines());
        Set<String> known = new HashSet<>();
        lines.forEach(line -> known.add(name(line)));
        for (Cell cell :
                cells.stream().sorted(Comparator.comparing(Cell::evaluatedAt)).toList()) {
            ObjectNode line = CellFormat.tree(cell).retain(KEPT);
            if (known.add(name(line))) {
                lines.add(line);
            }
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line).append('\n'));
        WholeFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8), hadoop);
    }

    /**
     * All lines, by time.
     *
     * @throws UncheckedIOException if the file cannot be read or is damaged
     */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        for (JsonNode line : lines()) {
            Map<String, Double> metrics = new LinkedHashMap<>();
            line.path("metrics")
                    .properties()
                    .forEach(metric ->
                            metrics.put(metric.getKey(), metric.getValue().asDouble(Double.NaN)));
            entries.add(new Entry(
                    text(line, "dataset") + "/" + text(line, "language") + "/" + text(line, "task"),
                    text(line, "model") + "/" + text(line, "pretrained"),
                    instant(text(line, "evaluated_at")),
                    metrics));
        }
        entries.sort(Comparator.comparing(Entry::evaluatedAt));
        return entries;
    }

    private List<JsonNode> lines() {
        List<JsonNode> lines = new ArrayList<>();
        String text = new String(WholeFile.read(file, hadoop).orElse(new byte[0]), StandardCharsets.UTF_8);
        for (String line : text.lines().toList()) {
            try {
                lines.add(JSON.readTree(line));
            } catch (JsonProcessingException e) {
                throw damaged(e);
            }
        }
        return lines;
    }

    private Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw damaged(e);
        }
    }

    private UncheckedIOException damaged(Exception cause) {
        return new UncheckedIOException(
                "Cannot read " + file
                        + ": it is damaged; delete it, and the next evaluation writes it from the results",
                new IOException(cause));
    }

    private static String name(JsonNode line) {
        return String.join(
                "/",
                text(line, "dataset"),
                text(line, "model"),
                text(line, "pretrained"),
                text(line, "language"),
                text(line, "task"),
                text(line, "identity"));
    }

    private static String text(JsonNode line, String key) {
        return line.path(key).asText();
    }
}
