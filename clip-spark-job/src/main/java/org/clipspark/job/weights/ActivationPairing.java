package org.clipspark.job.weights;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.checkpoint.CheckpointAudit;
import org.clipspark.model.exchange.OpenClipFolder;

/**
 * Whether weights learnt with the GELU that a model has. The two have the same names and shapes: only a config beside the
 * weights tells them apart, and the wrong one costs accuracy without any error.
 */
final class ActivationPairing {
    private static final List<String> CONFIGS =
            List.of(OpenClipFolder.CONFIG, CheckpointAudit.MODEL_CONFIG + ".json", "config.json");
    private static final String QUICK = "quick_gelu";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ActivationPairing() {}

    /** A warning for each config beside the weights that has the other GELU, or cannot be understood. */
    static List<String> warnings(Path weights, ModelConfig model) {
        return CONFIGS.stream()
                .map(weights::resolveSibling)
                .filter(Files::isRegularFile)
                .flatMap(config -> warning(config, model).stream())
                .toList();
    }

    private static Optional<String> warning(Path config, ModelConfig model) {
        try {
            boolean ours = model.quickGelu().orElse(false);
            return isQuick(JSON.readTree(OpenClipFolder.modelConfig(config)))
                    .filter(theirs -> theirs != ours)
                    .map(theirs -> mismatch(config, theirs));
        } catch (IllegalArgumentException | JsonProcessingException e) {
            return Optional.of("cannot tell whether the weights are of a model with QuickGELU or GELU: " + config + ": "
                    + e.getMessage());
        }
    }

    private static String mismatch(Path config, boolean isQuick) {
        return isQuick
                ? "the weights learnt with QuickGELU (" + config + "), the model has GELU: set quick_gelu to true in"
                        + " model.config, or take its twin with -quickgelu"
                : "the weights learnt with GELU (" + config + "), the model has QuickGELU: set quick_gelu to false in"
                        + " model.config, or take its twin without -quickgelu";
    }

    private static Optional<Boolean> isQuick(JsonNode config) {
        if (config.path("vision_cfg").isObject()) {
            return Optional.of(config.path(QUICK).asBoolean(false));
        }
        JsonNode ofTransformers = config.path("vision_config");
        return ofTransformers.isObject()
                ? Optional.of(QUICK.equals(ofTransformers.path("hidden_act").asText(QUICK)))
                : Optional.empty();
    }
}
