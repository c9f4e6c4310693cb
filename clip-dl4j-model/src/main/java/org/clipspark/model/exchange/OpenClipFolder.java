package org.clipspark.model.exchange;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clipspark.model.checkpoint.CheckpointFiles;
import org.clipspark.model.checkpoint.SafetensorsFile;

/** A folder that open_clip loads by {@code local-dir:}, laid out as on Hugging Face's hub. */
public final class OpenClipFolder {
    /** File of the weights. */
    public static final String WEIGHTS = "open_clip_model.safetensors";
    /** File of the architecture and the image transform. */
    public static final String CONFIG = "open_clip_config.json";

    private static final String WEIGHTS_OF_TRANSFORMERS = "model.safetensors";
    private static final int MAXIMUM_CONFIG_BYTES = 1 << 20;
    private static final double[] MEAN = {0.48145466, 0.4578275, 0.40821073};
    private static final double[] DEVIATION = {0.26862954, 0.26130258, 0.27577711};
    private static final ObjectMapper JSON = new ObjectMapper();

    private OpenClipFolder() {}

    /** The file of weights in a folder as on Hugging Face's hub, open_clip's or else transformers'; it need not exist. */
    public static Path weights(Path folder) {
        Path ofOpenClip = folder.resolve(WEIGHTS);
        return Files.exists(ofOpenClip) ? ofOpenClip : folder.resolve(WEIGHTS_OF_TRANSFORMERS);
    }

    /**
     * Writes the folder, whole or not at all.
     *
     * @param folder must not exist yet
     * @param weights the model's tensors under open_clip's names, copied byte by byte
     * @param modelConfig the architecture in open_clip's JSON schema
     * @throws IllegalArgumentException if the config is no JSON object
     * @throws UncheckedIOException if the folder exists or cannot be written
     */
    public static void write(Path folder, SafetensorsFile weights, String modelConfig) {
        byte[] config = config(modelConfig);
        CheckpointFiles files = CheckpointFiles.folder(folder);
        try {
            files.discard();
            try {
                try (OutputStream out = new BufferedOutputStream(files.create(WEIGHTS), 1 << 16)) {
                    weights.copyTo(out);
                }
                try (OutputStream out = files.create(CONFIG)) {
                    out.write(config);
                }
                files.commit();
            } finally {
                files.discard();
            }
        } catch (IOException e) {
            String reason = e.getClass().getSimpleName() + ": " + e.getMessage();
            throw new UncheckedIOException("Cannot write " + folder + ": " + reason, e);
        }
    }

    private static byte[] config(String modelConfig) {
        ObjectNode root = JSON.createObjectNode();
        root.set("model_cfg", object(modelConfig));
        ObjectNode preprocess = root.putObject("preprocess_cfg");
        addAll(preprocess.putArray("mean"), MEAN);
        addAll(preprocess.putArray("std"), DEVIATION);
        preprocess.put("interpolation", "bicubic");
        preprocess.put("resize_mode", "shortest");
        return (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode object(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            if (!node.isObject()) {
                throw new IllegalArgumentException("A model config is a JSON object, got " + node.getNodeType());
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("A model config is not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void addAll(ArrayNode array, double[] values) {
        for (double value : values) {
            array.add(value);
        }
    }

    /**
     * The architecture that a config file states: open_clip's {@value #CONFIG}, or a bare model config.
     *
     * @return JSON text in open_clip's schema
     * @throws IllegalArgumentException if the file is larger than 1 MiB or no JSON object
     * @throws UncheckedIOException if it cannot be read
     */
    public static String modelConfig(Path file) {
        try {
            long size = Files.size(file);
            if (size > MAXIMUM_CONFIG_BYTES) {
                throw new IllegalArgumentException("Model config " + file + " has " + size + " bytes, at most "
                        + MAXIMUM_CONFIG_BYTES + " expected");
            }
            JsonNode root = object(Files.readString(file));
            JsonNode model = root.path("model_cfg");
            return (model.isObject() ? model : root).toString();
        } catch (IOException e) {
            String reason = e.getClass().getSimpleName() + ": " + e.getMessage();
            throw new UncheckedIOException("Cannot read model config " + file + ": " + reason, e);
        }
    }
}
