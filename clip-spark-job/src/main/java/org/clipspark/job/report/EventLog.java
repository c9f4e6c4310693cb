package org.clipspark.job.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The file {@code events.jsonl} of a run: one JSON object per {@link RunEvent}; absent where nothing happened. */
public final class EventLog {
    /** Name of the file within a run's folder. */
    public static final String FILE_NAME = "events.jsonl";

    private static final ObjectMapper JSON = new ObjectMapper();

    private EventLog() {}

    /**
     * Adds a line, which is on disk when this returns.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public static void append(Path runFolder, RunEvent event) {
        Path file = runFolder.resolve(FILE_NAME);
        String line = JSON.createObjectNode()
                .put("time", event.time().toString())
                .put("kind", event.kind())
                .put("epoch", event.epoch())
                .put("step", event.step())
                .put("message", event.message())
                .toString();
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + file + ": " + e, e);
        }
    }

    /**
     * All events of a run, the oldest first; a last line that was never finished is left out.
     *
     * @throws UncheckedIOException if the file cannot be read or a line is damaged; the message names it
     */
    public static List<RunEvent> read(Path runFolder) {
        Path file = runFolder.resolve(FILE_NAME);
        List<RunEvent> events = new ArrayList<>();
        if (!Files.exists(file)) {
            return events;
        }
        try {
            String text = Files.readString(file, StandardCharsets.UTF_8);
            for (String line :
                    text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
                events.add(parse(JSON.readTree(line)));
            }
            return events;
        } catch (JsonProcessingException | DateTimeException | IllegalArgumentException e) {
            throw new UncheckedIOException(
                    "Cannot read line " + (events.size() + 1) + " of " + file + ": " + e.getMessage(),
                    new IOException(e));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file + ": " + e, e);
        }
    }

    private static RunEvent parse(JsonNode node) {
        return new RunEvent(
                Instant.parse(node.path("time").asText()),
                node.path("kind").asText(),
                node.path("epoch").asInt(),
                node.path("step").asLong(),
                node.path("message").asText());
    }
}
