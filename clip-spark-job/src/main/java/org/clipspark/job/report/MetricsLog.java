package org.clipspark.job.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The file {@code metrics.jsonl} of a run, growing line by line. Every line is complete and on disk when {@link #append}
 * returns, so a reader never waits and a crash costs at most the line being written.
 */
public final class MetricsLog implements AutoCloseable {
    /** Name of the file within a run's folder. */
    public static final String FILE_NAME = "metrics.jsonl";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final double LARGEST_EXACT_INTEGER = 1L << 53;

    private final Path file;
    private final BufferedWriter writer;

    private MetricsLog(Path file, BufferedWriter writer) {
        this.file = file;
        this.writer = writer;
    }

    /**
     * Begins the log of a new run.
     *
     * @param runFolder an existing folder
     * @throws UncheckedIOException if there is a log already, or it cannot be written
     */
    public static MetricsLog create(Path runFolder) {
        return open(runFolder.resolve(FILE_NAME), StandardOpenOption.CREATE_NEW);
    }

    /**
     * Goes on with the log of a run that is resumed from a checkpoint: what was logged after the checkpoint is dropped,
     * because it will be measured again.
     *
     * @param lastStep step of the checkpoint
     * @throws UncheckedIOException if the log cannot be read or written
     */
    public static MetricsLog resume(Path runFolder, long lastStep) {
        Path file = runFolder.resolve(FILE_NAME);
        StringBuilder kept = new StringBuilder();
        for (MetricsEntry entry : read(runFolder)) {
            if (entry.step() <= lastStep) {
                kept.append(line(entry));
            }
        }
        RunFiles.replace(file, kept.toString());
        return open(file, StandardOpenOption.APPEND);
    }

    /**
     * Reads a log, also while it is being written.
     *
     * @return entries in the order of the file; a last line that was never finished is left out
     * @throws UncheckedIOException if there is no log or a line is damaged; the message names it
     */
    public static List<MetricsEntry> read(Path runFolder) {
        Path file = runFolder.resolve(FILE_NAME);
        String text = RunFiles.read(file);
        String finished = text.substring(0, text.lastIndexOf('\n') + 1);
        List<String> lines = finished.lines().toList();
        return IntStream.range(0, lines.size())
                .mapToObj(i -> parse(file, i + 1, lines.get(i)))
                .toList();
    }

    /**
     * Adds a line.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public void append(MetricsEntry entry) {
        try {
            writer.write(line(entry));
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot close " + file + ": " + e.getMessage(), e);
        }
    }

    private static MetricsLog open(Path file, StandardOpenOption option) {
        try {
            return new MetricsLog(
                    file, Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.WRITE, option));
        } catch (FileAlreadyExistsException e) {
            throw new UncheckedIOException("The folder has a run already: " + file + " exists", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open " + file + ": " + e, e);
        }
    }

    private static String line(MetricsEntry entry) {
        ObjectNode node = JSON.createObjectNode();
        node.put("kind", entry.kind().label());
        node.put("step", entry.step());
        node.put("epoch", entry.epoch());
        entry.values().forEach((key, value) -> put(node, key, value));
        return node + "\n";
    }

    private static void put(ObjectNode node, String key, double value) {
        if (!Double.isFinite(value)) {
            // JSON has no such numbers; null keeps the line readable for every tool.
            node.putNull(key);
        } else if (value == Math.rint(value) && Math.abs(value) < LARGEST_EXACT_INTEGER) {
            node.put(key, (long) value);
        } else {
            node.put(key, value);
        }
    }

    private static MetricsEntry parse(Path file, int number, String line) {
        try {
            return MetricsLine.parse(JSON.readTree(line));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new UncheckedIOException(
                    "Cannot read line " + number + " of " + file + ": " + e.getMessage(), new IOException(e));
        }
    }
}
