package org.clipspark.job.embed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.job.train.HadoopCheckpointFiles;
import org.clipspark.job.weights.InitialWeights;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.checkpoint.Checkpoint;
import org.clipspark.model.checkpoint.CheckpointAudit;
import org.clipspark.model.checkpoint.CheckpointFiles;
import org.clipspark.model.exchange.ForeignModel;
import org.clipspark.model.exchange.OpenClipFolder;
import org.clipspark.prep.place.SharedPlace;

/**
 * A checkpoint whose weights are to be used as they are: a folder that training, {@code clip checkpoint import} or {@code
 * clip checkpoint average} wrote, wherever Hadoop can read, or weights of another program beside their {@code
 * open_clip_config.json} on a local disk. Only what describes the weights is read until {@link #load}.
 */
public final class CheckpointSource implements Serializable {
    private static final long serialVersionUID = 1;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_CHECKSUM_BYTES = 1 << 20;
    private static final long UNKNOWN = -1;

    private final String location;
    private final String place;
    private final String model;
    private final String contentHash;
    private final Weights weights;
    private final TreeMap<String, Long> progress;
    private final TreeMap<String, String> lineage;

    /** Where the weights are. */
    private enum Weights {
        MODEL,
        MOVING_AVERAGE,
        FOREIGN
    }

    private CheckpointSource(
            String location, String place, String model, String contentHash, Weights weights, JsonNode state) {
        this.location = location;
        this.place = place;
        this.model = model;
        this.contentHash = contentHash;
        this.weights = weights;
        this.progress = new TreeMap<>();
        this.lineage = new TreeMap<>();
        state.properties().forEach(field -> {
            if (field.getValue().isIntegralNumber() && field.getValue().canConvertToLong()) {
                progress.put(field.getKey(), field.getValue().longValue());
            }
        });
        state.path("lineage")
                .properties()
                .forEach(field -> lineage.put(field.getKey(), field.getValue().asText()));
    }

    /**
     * Opens a checkpoint.
     *
     * @param location a path, or an address that Hadoop can open
     * @throws IllegalArgumentException if there is none in that place, or if it does not say its architecture
     * @throws UncheckedIOException if it cannot be read or is damaged; names the file
     */
    public static CheckpointSource open(String location, Configuration hadoop) {
        try {
            HadoopCheckpointFiles files = new HadoopCheckpointFiles(location, hadoop);
            if (files.isThere()) {
                return checkpoint(location, SharedPlace.of(location, hadoop), files);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read checkpoint " + location + ": " + e.getMessage(), e);
        }
        return foreign(location);
    }

    private static CheckpointSource checkpoint(String location, String place, CheckpointFiles files)
            throws IOException {
        byte[] checksums = checksums(files);
        Map<String, String> documents = Checkpoint.documents(files);
        String config = documents.getOrDefault(CheckpointAudit.MODEL_CONFIG, "");
        if (config.isEmpty()) {
            throw new IllegalArgumentException(
                    location + " does not say its architecture: it has no " + CheckpointAudit.MODEL_CONFIG + ".json");
        }
        boolean isAveraged = JSON.readTree(checksums).path("files").has(Checkpoint.EMA + ".safetensors");
        return new CheckpointSource(
                location,
                place,
                ModelConfig.parse(config).toJson(),
                sha256(checksums),
                isAveraged ? Weights.MOVING_AVERAGE : Weights.MODEL,
                JSON.readTree(documents.getOrDefault("state", "{}")));
    }

    private static byte[] checksums(CheckpointFiles files) throws IOException {
        try (InputStream in = files.open(Checkpoint.CHECKSUMS_FILE)) {
            return in.readNBytes(MOST_CHECKSUM_BYTES);
        }
    }

    private static CheckpointSource foreign(String location) {
        Path weights = foreignWeights(location);
        Path config = weights.resolveSibling(OpenClipFolder.CONFIG);
        if (!Files.isRegularFile(weights) || !Files.isRegularFile(config)) {
            throw new IllegalArgumentException("No checkpoint at " + location + ": expected a folder with "
                    + Checkpoint.CHECKSUMS_FILE + ", or on a local disk weights beside " + OpenClipFolder.CONFIG);
        }
        try {
            String model = ModelConfig.parse(OpenClipFolder.modelConfig(config)).toJson();
            String hash = ForeignModel.open(weights).sha256();
            String place = Path.of(location).toAbsolutePath().toString();
            return new CheckpointSource(location, place, model, hash, Weights.FOREIGN, JSON.createObjectNode());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Model config " + config + ": " + e.getMessage(), e);
        }
    }

    private static Path foreignWeights(String location) {
        try {
            Path path = Path.of(location);
            return Files.isDirectory(path) ? OpenClipFolder.weights(path) : path;
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("No checkpoint at " + location + ": " + e.getMessage(), e);
        }
    }

    /** The path or address that was opened. */
    public String location() {
        return location;
    }

    /** The last part of the location. */
    public String name() {
        String folder = location.replaceAll("/+$", "");
        return folder.substring(folder.lastIndexOf('/') + 1);
    }

    /** The architecture. */
    public ModelConfig model() {
        return ModelConfig.parse(model);
    }

    /** Hexadecimal SHA-256 of the checkpoint's list of checksums, or of another program's file of weights. */
    public String contentHash() {
        return contentHash;
    }

    /** Complete epochs that it has learnt for; empty where it does not say. */
    public OptionalLong epoch() {
        return progress("epoch");
    }

    /** Steps that it has learnt for; empty where it does not say. */
    public OptionalLong step() {
        return progress("step");
    }

    /** Pairs that it has learnt from; empty where it does not say. */
    public OptionalLong samplesSeen() {
        return progress("samples_seen");
    }

    private OptionalLong progress(String key) {
        long value = progress.getOrDefault(key, UNKNOWN);
        return value < 0 ? OptionalLong.empty() : OptionalLong.of(value);
    }

    /** Hash or version of everything that went into its training, by name; empty where it does not say. */
    public SortedMap<String, String> lineage() {
        return Collections.unmodifiableSortedMap(lineage);
    }

    /**
     * Gives a model the weights to evaluate: their moving average where one is kept.
     *
     * @param target of {@link #model()}'s architecture
     * @throws UncheckedIOException if they cannot be read, are damaged, or are not those that were opened
     */
    public void load(ClipModel target, Configuration hadoop) {
        try {
            if (weights == Weights.FOREIGN) {
                loadForeign(target);
                return;
            }
            HadoopCheckpointFiles files = new HadoopCheckpointFiles(place, hadoop);
            checkUnchanged(sha256(checksums(files)));
            String part = weights == Weights.MOVING_AVERAGE ? Checkpoint.EMA : Checkpoint.MODEL;
            Checkpoint.load(files, target.parameters().layout(), Map.of(part, target.parameterVector()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read checkpoint " + location + ": " + e.getMessage(), e);
        }
    }

    private void loadForeign(ClipModel target) throws IOException {
        InitialWeights initial = InitialWeights.named(place, 0);
        checkUnchanged(initial.lineage().getOrDefault(InitialWeights.HASH, ""));
        initial.fill(target);
    }

    private void checkUnchanged(String hash) throws IOException {
        if (!hash.equals(contentHash)) {
            throw new IOException("it was written anew since it was opened; start again");
        }
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "CheckpointSource[" + location + "]";
    }
}
