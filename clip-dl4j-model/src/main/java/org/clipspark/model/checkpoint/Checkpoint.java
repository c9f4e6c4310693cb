package org.clipspark.model.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.compute.Shape;

/**
 * A folder that holds the parameters of a model, vectors of the same layout such as an optimizer's moments, and JSON
 * documents that say how they were made. It is written whole or not at all and checked when it is read; see
 * docs/checkpoint-format.md.
 */
public final class Checkpoint {
    /** The part that holds the model's parameters. */
    public static final String MODEL = "model";

    /** The part that holds the moving average of the model's parameters, where training keeps one. */
    public static final String EMA = "ema";

    /** The file with size and SHA-256 of the others: it is written last, and no folder without it is a checkpoint. */
    public static final String CHECKSUMS_FILE = Checksums.FILE;

    private static final String SUFFIX = ".safetensors";
    /** The parts that have files of their own, which any program can load. */
    private static final List<String> MODELS = List.of(MODEL, EMA);

    private static final String OPTIMIZER_FILE = "optimizer" + SUFFIX;
    private static final String DOCUMENT_SUFFIX = ".json";
    private static final int MAXIMUM_DOCUMENT_BYTES = 16 << 20;
    private static final Pattern NAME = Pattern.compile("[a-z][a-zA-Z0-9_-]{0,63}");
    private static final ObjectMapper JSON = new ObjectMapper();

    private Checkpoint() {}

    /** Whether a folder of the local file system is a checkpoint, whole or damaged. */
    public static boolean isIn(Path folder) {
        return Files.exists(folder.resolve(Checksums.FILE));
    }

    /**
     * Writes a checkpoint.
     *
     * @param parts vectors {@code [layout.size()]} by name: {@link #MODEL}, {@link #EMA}, and any others, which share a file
     * @param documents JSON texts by name, such as {@code state}
     * @throws IllegalArgumentException if there is no model, a size differs, or a name or document is malformed
     * @throws UncheckedIOException if the checkpoint exists or cannot be written
     */
    public static void save(
            CheckpointFiles files,
            ParameterLayout layout,
            Map<String, FloatVector> parts,
            Map<String, String> documents) {
        checkParts(layout, parts);
        if (!parts.containsKey(MODEL)) {
            throw new IllegalArgumentException("A checkpoint needs the part '" + MODEL + "', got " + parts.keySet());
        }
        documents.forEach(Checkpoint::checkDocument);
        try {
            files.discard();
            try {
                writeAll(files, layout, parts, documents);
                files.commit();
            } finally {
                files.discard();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write checkpoint " + files.location() + ": " + reason(e), e);
        }
    }

    private static void writeAll(
            CheckpointFiles files,
            ParameterLayout layout,
            Map<String, FloatVector> parts,
            Map<String, String> documents)
            throws IOException {
        Checksums checksums = Checksums.empty();
        // Sorted, so that equal state gives equal files.
        Map<String, FloatVector> others = new TreeMap<>();
        for (Map.Entry<String, FloatVector> part : new TreeMap<>(parts).entrySet()) {
            if (MODELS.contains(part.getKey())) {
                Map<String, FloatVector> whole = Map.of("", part.getValue());
                checksums.create(files, part.getKey() + SUFFIX, out -> SafetensorsWriter.write(out, layout, whole));
            } else {
                others.put(prefix(part.getKey()), part.getValue());
            }
        }
        if (!others.isEmpty()) {
            checksums.create(files, OPTIMIZER_FILE, out -> SafetensorsWriter.write(out, layout, others));
        }
        for (Map.Entry<String, String> document : new TreeMap<>(documents).entrySet()) {
            byte[] text = document.getValue().getBytes(StandardCharsets.UTF_8);
            checksums.create(files, document.getKey() + DOCUMENT_SUFFIX, out -> out.write(text));
        }
        checksums.write(files);
    }

    /**
     * Reads a checkpoint: checks the files it needs, then fills the vectors.
     *
     * @param parts vectors {@code [layout.size()]} to fill, by name; fewer than were saved is fine
     * @return the JSON documents by name
     * @throws IllegalArgumentException if the layout or a part is not the checkpoint's
     * @throws UncheckedIOException if it cannot be read or is damaged; names the file
     */
    public static Map<String, String> load(
            CheckpointFiles files, ParameterLayout layout, Map<String, FloatVector> parts) {
        checkParts(layout, parts);
        try {
            Checksums checksums = Checksums.read(files);
            Map<String, String> documents = readDocuments(files, checksums);
            Map<String, FloatVector> others = new LinkedHashMap<>();
            for (Map.Entry<String, FloatVector> part : parts.entrySet()) {
                if (MODELS.contains(part.getKey())) {
                    readVectors(files, checksums, part.getKey() + SUFFIX, layout, Map.of("", part.getValue()));
                } else {
                    others.put(prefix(part.getKey()), part.getValue());
                }
            }
            if (!others.isEmpty()) {
                readVectors(files, checksums, OPTIMIZER_FILE, layout, others);
            }
            return documents;
        } catch (IOException e) {
            throw unreadable(files, e);
        }
    }

    /**
     * The JSON documents of a checkpoint by name, without its vectors.
     *
     * @throws UncheckedIOException if they cannot be read or are damaged; names the file
     */
    public static Map<String, String> documents(CheckpointFiles files) {
        try {
            return readDocuments(files, Checksums.read(files));
        } catch (IOException e) {
            throw unreadable(files, e);
        }
    }

    /**
     * Checks every file of a checkpoint.
     *
     * @return names of the files checked
     * @throws UncheckedIOException if one is missing or damaged; names the file
     */
    public static Set<String> verify(CheckpointFiles files) {
        try {
            Checksums checksums = Checksums.read(files);
            for (String name : checksums.names()) {
                checksums.verify(files, name);
            }
            return Set.copyOf(checksums.names());
        } catch (IOException e) {
            throw unreadable(files, e);
        }
    }

    /**
     * The file of the model's parameters, after a comparison with its checksum.
     *
     * @throws UncheckedIOException if it cannot be read or is damaged; names the file
     */
    public static SafetensorsFile model(CheckpointFiles files) {
        try {
            return verified(files, Checksums.read(files), MODEL + SUFFIX);
        } catch (IOException e) {
            throw unreadable(files, e);
        }
    }

    /**
     * As {@link #model}, but the file of the parameters' moving average where there is one: what an evaluation measures.
     *
     * @throws UncheckedIOException if it cannot be read or is damaged; names the file
     */
    public static SafetensorsFile evaluated(CheckpointFiles files) {
        try {
            Checksums checksums = Checksums.read(files);
            String average = EMA + SUFFIX;
            return verified(files, checksums, checksums.names().contains(average) ? average : MODEL + SUFFIX);
        } catch (IOException e) {
            throw unreadable(files, e);
        }
    }

    private static SafetensorsFile verified(CheckpointFiles files, Checksums checksums, String name)
            throws IOException {
        checksums.verify(files, name);
        return open(files, name);
    }

    private static SafetensorsFile open(CheckpointFiles files, String name) throws IOException {
        return SafetensorsFile.open(files.location() + "/" + name, () -> files.open(name), files.length(name));
    }

    private static void readVectors(
            CheckpointFiles files,
            Checksums checksums,
            String name,
            ParameterLayout layout,
            Map<String, FloatVector> vectors)
            throws IOException {
        checksums.verify(files, name);
        String location = files.location() + "/" + name;
        SafetensorsFile file = open(files, name);
        Map<String, FloatVector> targets = targets(file, location, layout, vectors);
        int expected = layout.entries().size() * vectors.size();
        if (targets.size() != expected) {
            throw new IllegalArgumentException(
                    location + " has " + targets.size() + " of the " + expected + " tensors that the model needs");
        }
        file.read(targets);
    }

    private static Map<String, FloatVector> targets(
            SafetensorsFile file, String location, ParameterLayout layout, Map<String, FloatVector> vectors) {
        Map<String, FloatVector> targets = new LinkedHashMap<>();
        vectors.forEach((prefix, vector) -> layout.entries().forEach(entry -> {
            String name = prefix + entry.name();
            file.find(name).ifPresent(found -> {
                checkShape(location, name, found.shape(), entry.shape());
                targets.put(name, vector.slice(entry.offset(), entry.shape().size()));
            });
        }));
        return targets;
    }

    private static void checkShape(String location, String name, Shape found, Shape expected) {
        if (!found.equals(expected)) {
            throw new IllegalArgumentException(
                    "'" + name + "' of " + location + " has shape " + found + ", the model's is " + expected);
        }
    }

    private static Map<String, String> readDocuments(CheckpointFiles files, Checksums checksums) throws IOException {
        Map<String, String> documents = new LinkedHashMap<>();
        for (String name : checksums.names()) {
            if (name.endsWith(DOCUMENT_SUFFIX)) {
                checksums.verify(files, name);
                try (InputStream in = files.open(name)) {
                    String text = new String(in.readNBytes(MAXIMUM_DOCUMENT_BYTES), StandardCharsets.UTF_8);
                    documents.put(name.substring(0, name.length() - DOCUMENT_SUFFIX.length()), text);
                }
            }
        }
        return documents;
    }

    private static String prefix(String part) {
        return part + "/";
    }

    private static void checkParts(ParameterLayout layout, Map<String, FloatVector> parts) {
        parts.forEach((name, vector) -> {
            if (!NAME.matcher(name).matches() || vector.size() != layout.size()) {
                throw new IllegalArgumentException("Part '" + name + "' of " + vector.size()
                        + " floats does not fit a layout of " + layout.size());
            }
        });
    }

    private static void checkDocument(String name, String text) {
        if (!NAME.matcher(name).matches() || (name + DOCUMENT_SUFFIX).equals(Checksums.FILE)) {
            throw new IllegalArgumentException("A document cannot be called '" + name + "'");
        }
        if (text.length() > MAXIMUM_DOCUMENT_BYTES / 4) {
            throw new IllegalArgumentException("Document '" + name + "' has " + text.length() + " characters, at most "
                    + MAXIMUM_DOCUMENT_BYTES / 4);
        }
        try {
            JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Document '" + name + "' is not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String reason(IOException e) {
        return e.getClass().getSimpleName() + ": " + e.getMessage();
    }

    private static UncheckedIOException unreadable(CheckpointFiles files, IOException e) {
        return new UncheckedIOException("Cannot read checkpoint " + files.location() + ": " + reason(e), e);
    }
}
