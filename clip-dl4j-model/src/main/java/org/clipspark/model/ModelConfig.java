package org.clipspark.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.clipspark.model.compute.Activation;
import org.clipspark.model.encoder.ImageEncoder;
import org.clipspark.model.encoder.LayerGroup;
import org.clipspark.model.encoder.TextConfig;
import org.clipspark.model.encoder.TextEncoder;
import org.clipspark.model.encoder.TextTower;
import org.clipspark.model.encoder.VisionConfig;
import org.clipspark.model.encoder.VisionTransformerConfig;

/**
 * Architecture of a model, in open_clip's JSON schema.
 *
 * @param embeddingSize width of the shared space, {@code E}
 * @param quickGelu whether the MLPs use {@code x * sigmoid(1.702 x)} instead of exact GELU; false if absent
 * @param customText whether the names of the text tower's parameters begin with {@code text.}; false if absent
 * @param initialLogitScale first logarithm of the factor on similarities, ln(1 / 0.07) if absent
 * @param initialLogitBias first value of the learnt bias on logits; no bias if absent
 * @param vision image tower
 * @param text text tower
 */
public record ModelConfig(
        @JsonProperty(value = "embed_dim", required = true) int embeddingSize,
        @JsonProperty("quick_gelu") Optional<Boolean> quickGelu,
        @JsonProperty("custom_text") Optional<Boolean> customText,
        @JsonProperty("init_logit_scale") Optional<Double> initialLogitScale,
        @JsonProperty("init_logit_bias") Optional<Double> initialLogitBias,
        @JsonProperty(value = "vision_cfg", required = true) VisionConfig vision,
        @JsonProperty(value = "text_cfg", required = true) TextConfig text) {
    private static final ObjectMapper JSON = new ObjectMapper()
            .registerModule(new Jdk8Module())
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final double INITIAL_LOGIT_SCALE = Math.log(1 / 0.07);

    /** Checks the embedding size and what goes together. */
    public ModelConfig {
        if (embeddingSize < 1) {
            throw new IllegalArgumentException("embed_dim must be positive, got " + embeddingSize);
        }
        finite("init_logit_scale", initialLogitScale);
        finite("init_logit_bias", initialLogitBias);
        Activation activation = activation(quickGelu);
        vision.check(activation, embeddingSize);
        text.check(activation);
    }

    private static void finite(String key, Optional<Double> value) {
        if (value.filter(number -> !Double.isFinite(number)).isPresent()) {
            throw new IllegalArgumentException(key + " must be a number, got " + value.get());
        }
    }

    private static Activation activation(Optional<Boolean> quickGelu) {
        return quickGelu.orElse(false) ? Activation.QUICK_GELU : Activation.GELU;
    }

    /**
     * Reads a config file.
     *
     * @throws UncheckedIOException if the file cannot be read
     * @throws IllegalArgumentException if it is not a config that this version can build, with the key that is at fault
     */
    public static ModelConfig load(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Model config " + file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read model config " + file, e);
        }
    }

    /**
     * Reads a config.
     *
     * @throws IllegalArgumentException if it is not a config that this version can build, with the key that is at fault
     */
    public static ModelConfig parse(String json) {
        try {
            return JSON.readValue(json, ModelConfig.class);
        } catch (UnrecognizedPropertyException e) {
            throw new IllegalArgumentException(
                    "key '" + e.getPropertyName() + "' is not supported here (expected: " + e.getKnownPropertyIds()
                            + ")",
                    e);
        } catch (JsonMappingException e) {
            String reason = e.getCause() instanceof IllegalArgumentException cause
                    ? String.valueOf(cause.getMessage())
                    : e.getOriginalMessage();
            throw new IllegalArgumentException(reason, e);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    /** The config as JSON that {@link #parse} reads. */
    public String toJson() {
        try {
            return JSON.copy()
                    .setDefaultPropertyInclusion(JsonInclude.Include.NON_ABSENT)
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A model config is always JSON", e);
        }
    }

    /** Hexadecimal SHA-256 of the config. */
    public String hash() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(toJson().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    /** Activation of the MLPs where a tower says nothing else. */
    public Activation activation() {
        return activation(quickGelu);
    }

    TextTower textTower() {
        return new TextTower(text, activation(), embeddingSize, customText.orElse(false) ? "text." : "");
    }

    /** Layers of the image tower, from the input on. */
    public List<LayerGroup> imageLayerGroups() {
        return ImageEncoder.layerGroups(vision);
    }

    /** Layers of the text tower, from the input on. */
    public List<LayerGroup> textLayerGroups() {
        return TextEncoder.layerGroups(textTower());
    }

    /**
     * The same model, whose training steps leave out that share of an image's patches; a tower without patches takes 0 only.
     *
     * @throws IllegalArgumentException if the share is out of range or there are no patches
     */
    public ModelConfig withPatchDropout(double share) {
        if (!(vision instanceof VisionTransformerConfig)) {
            if (share == 0) {
                return this;
            }
            throw new IllegalArgumentException(
                    "vision_cfg.patch_dropout needs an image tower with patches, got " + share);
        }
        try {
            ObjectNode tree = (ObjectNode) JSON.readTree(toJson());
            ((ObjectNode) tree.get("vision_cfg")).put("patch_dropout", share);
            return parse(tree.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A model config is always JSON", e);
        }
    }

    double firstLogitScale() {
        return initialLogitScale.orElse(INITIAL_LOGIT_SCALE);
    }

    /** Floats of one image in the layout that the image tower reads. */
    public int imageLength() {
        return vision.patches() * vision.patchLength();
    }
}
