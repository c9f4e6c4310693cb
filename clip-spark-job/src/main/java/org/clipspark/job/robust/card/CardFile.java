package org.clipspark.job.robust.card;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.clipspark.job.eval.robustness.CorruptionReference;
import org.clipspark.prep.shard.WholeFile;

/** The file of a card: written whole, and read again for what other cards are compared by. */
public final class CardFile {
    /** Name of the file within the output folder. */
    public static final String FILE_NAME = "robustness.json";

    private final String location;
    private final JsonNode card;

    private CardFile(String location, JsonNode card) {
        this.location = location;
        this.card = card;
    }

    /**
     * A shifted data set of a card.
     *
     * @param data hash of its manifest
     * @param accuracy on it
     * @param clean accuracy on the clean images of its classes
     */
    public record Shift(String data, double accuracy, double clean) {}

    /**
     * Writes a card into a folder, in place of one that is there.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public static Path write(RobustnessCard card, String output, Configuration hadoop) {
        Path file = new Path(output, FILE_NAME);
        try {
            byte[] json = CardFormat.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(CardFormat.tree(card));
            WholeFile.write(file, json, hadoop);
            return file;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A card is always JSON", e);
        }
    }

    /**
     * Reads a card.
     *
     * @param location its file, or its folder
     * @throws UncheckedIOException if there is none or it is damaged
     */
    public static CardFile read(String location, Configuration hadoop) {
        Path path = new Path(location);
        Path file = path.getName().endsWith(".json") ? path : new Path(path, FILE_NAME);
        try {
            byte[] json = WholeFile.read(file, hadoop).orElseThrow(() -> new FileNotFoundException("there is none"));
            JsonNode card = CardFormat.JSON.readTree(json);
            if (card.path("format_version").asInt() != CardFormat.FORMAT_VERSION) {
                throw new IOException("it has no format_version " + CardFormat.FORMAT_VERSION);
            }
            return new CardFile(file.toString(), card);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read robustness card " + file + ": " + e.getMessage(), e);
        }
    }

    /** Where it is. */
    public String location() {
        return location;
    }

    /**
     * Its errors as what those of other models are divided by.
     *
     * @param isWanted names of corruptions to take
     * @param severities at which it must have been measured
     * @throws IllegalArgumentException if it lacks a severity, or has none of the corruptions
     */
    public CorruptionReference reference(Predicate<String> isWanted, List<Integer> severities) {
        Map<String, List<Double>> errors = new LinkedHashMap<>();
        for (JsonNode curve : card.path("corruptions").path("curves")) {
            String name = curve.path("name").asText();
            if (isWanted.test(name)) {
                errors.put(name, errors(name, curve.path("severities"), severities));
            }
        }
        if (errors.isEmpty()) {
            throw new IllegalArgumentException(
                    "Card " + location + " has none of the corruptions: measure it with them");
        }
        double clean = accuracy(card.path("corruptions").path("clean"), "corruptions.clean");
        return CorruptionReference.of(
                card.path("model").asText() + "/" + card.path("pretrained").asText(), 1 - clean, errors);
    }

    private List<Double> errors(String name, JsonNode points, List<Integer> severities) {
        List<Double> errors = new ArrayList<>();
        for (int severity : severities) {
            errors.add(1 - accuracy(points.path(String.valueOf(severity)), name + " at severity " + severity));
        }
        return errors;
    }

    /** The shifted data set of a name; empty if the card has none. */
    public Optional<Shift> shift(String name) {
        for (JsonNode shift : card.path("shifts")) {
            if (shift.path("name").asText().equals(name)) {
                return Optional.of(new Shift(
                        shift.path("data_manifest").asText(),
                        accuracy(shift.path("accuracy"), name),
                        accuracy(shift.path("clean"), name + " (clean)")));
            }
        }
        return Optional.empty();
    }

    private double accuracy(JsonNode node, String what) {
        JsonNode value = node.path("accuracy");
        if (!value.isNumber()) {
            throw new IllegalArgumentException("Card " + location + " has no accuracy of " + what);
        }
        return value.doubleValue();
    }
}
