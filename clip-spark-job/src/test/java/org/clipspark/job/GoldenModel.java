package org.clipspark.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.loss.ContrastiveLoss;
import org.clipspark.model.optim.LearningRateSchedule;
import org.clipspark.model.optim.Optimizer;
import org.clipspark.model.optim.OptimizerSettings;
import org.clipspark.model.optim.ParameterRules;
import org.clipspark.model.optim.ScheduleSettings;
import org.clipspark.model.optim.WeightDecayRule;

/** One model case of the reference: its inputs, its weights, and our model with them. */
final class GoldenModel implements AutoCloseable {
    private final JsonNode description;
    private final GoldenTensors tensors;
    private final ModelConfig config;
    private final Backend backend;
    private final ClipModel model;
    private final float[] images;
    private final int[] texts;
    private final int batch;

    private GoldenModel(JsonNode description, GoldenTensors tensors, ModelConfig config, Backend backend) {
        this.description = description;
        this.tensors = tensors;
        this.config = config;
        this.backend = backend;
        this.batch = description.path("batch").asInt(description.path("n").asInt());
        this.model = ClipModel.create(config, backend, batch);
        this.images = patches(
                tensors.has("in/images") ? tensors.floats("in/images") : GoldenFormula.images(seed(), batch, config));
        this.texts =
                tensors.has("in/text") ? tensors.ints("in/text") : GoldenFormula.texts(seed(), batch, config.text());
        loadWeights();
    }

    /** The case in that folder, unless it needs an architecture that this version does not build. */
    static Optional<GoldenModel> open(Path folder, String backend) throws IOException {
        Optional<ModelConfig> config = config(folder);
        if (config.isEmpty()) {
            return Optional.empty();
        }
        BackendSettings settings = new BackendSettings(ElementType.FLOAT32, 1);
        return Optional.of(new GoldenModel(
                description(folder),
                GoldenTensors.load(folder.resolve("case.safetensors")),
                config.get(),
                Backend.named(backend, settings)));
    }

    /** The architecture of the case in that folder, unless this version does not build it. */
    static Optional<ModelConfig> config(Path folder) throws IOException {
        try {
            return Optional.of(
                    ModelConfig.parse(description(folder).get("model_cfg").toString()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static JsonNode description(Path folder) throws IOException {
        return new ObjectMapper().readTree(folder.resolve("case.json").toFile());
    }

    private long seed() {
        return description.get("seed").asLong();
    }

    private void loadWeights() {
        for (ParameterLayout.Entry entry : model.parameters().layout().entries()) {
            float[] values;
            if (entry.name().equals(ClipModel.LOGIT_SCALE)) {
                values = new float[] {
                    (float) description.path("logit_scale_start").asDouble(Math.log(1 / 0.07))
                };
            } else if (entry.name().equals(ClipModel.LOGIT_BIAS) && !tensors.has(entry.name())) {
                values = new float[] {config.initialLogitBias().orElseThrow().floatValue()};
            } else if (tensors.has(entry.name())) {
                values = tensors.floats(entry.name());
            } else {
                values = GoldenFormula.weights(entry.name(), entry.shape(), seed());
            }
            model.parameterVector().write(entry.offset(), values, 0, values.length);
        }
    }

    /** {@code [B, 3, H, W]} to the order in which our image tower reads it. */
    private float[] patches(float[] planes) {
        int width = config.vision().size().width();
        int height = config.vision().size().height();
        int patch = config.vision().patchSize();
        int across = width / patch;
        float[] result = new float[planes.length];
        int at = 0;
        for (int b = 0; b < batch; b++) {
            for (int p = 0; p < config.vision().patches(); p++) {
                for (int c = 0; c < 3; c++) {
                    for (int y = 0; y < patch; y++) {
                        for (int x = 0; x < patch; x++) {
                            int row = p / across * patch + y;
                            int column = p % across * patch + x;
                            result[at++] = planes[((b * 3 + c) * height + row) * width + column];
                        }
                    }
                }
            }
        }
        return result;
    }

    JsonNode description() {
        return description;
    }

    GoldenTensors tensors() {
        return tensors;
    }

    ModelConfig config() {
        return config;
    }

    ParameterLayout layout() {
        return model.parameters().layout();
    }

    int batch() {
        return batch;
    }

    float[] imageFeatures() {
        return model.embedImages(images, batch);
    }

    float[] textFeatures(int[] ids) {
        return model.embedTexts(ids, ids.length / config.text().contextLength());
    }

    int[] texts() {
        return texts;
    }

    double logitScale() {
        return model.logitScale();
    }

    /** Clears the gradients and computes those of the case's batch. */
    double gradients() {
        model.clearGradients();
        return model.gradients(images, texts, batch, loss());
    }

    private ContrastiveLoss loss() {
        String name = description.path("loss").asText("clip");
        return ContrastiveLoss.named(
                switch (name) {
                    case "clip" -> "softmax";
                    case "siglip" -> "sigmoid";
                    default -> name;
                });
    }

    double[] gradient(String name) {
        ParameterLayout.Entry entry = layout().entry(name);
        double[] values = new double[(int) entry.shape().size()];
        backend.read(model.parameters().gradients(), entry.offset(), values, 0, values.length);
        return values;
    }

    double[] value(String name) {
        ParameterLayout.Entry entry = layout().entry(name);
        double[] values = new double[(int) entry.shape().size()];
        backend.read(model.parameters().values(), entry.offset(), values, 0, values.length);
        return values;
    }

    /** Whether a parameter's gradient is zero in exact arithmetic, so that what is computed is rounding noise. */
    boolean hasNoInfluence(String name) {
        for (JsonNode without : description.path("null_gradient_params")) {
            if (without.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Optimizer and schedule as the case describes them. */
    Optimizer optimizer(WeightDecayRule rule) {
        JsonNode node = description.get("optimizer");
        JsonNode clip = node.path("grad_clip_norm");
        return Optimizer.of(
                new OptimizerSettings(
                        node.get("name").asText().toLowerCase(java.util.Locale.ROOT),
                        node.get("betas").get(0).asDouble(),
                        node.get("betas").get(1).asDouble(),
                        node.get("eps").asDouble(),
                        node.get("weight_decay").asDouble(),
                        clip.isNumber() ? Optional.of(clip.asDouble()) : Optional.empty()),
                backend,
                model.parameters(),
                new ParameterRules(rule, name -> 1));
    }

    LearningRateSchedule schedule() {
        JsonNode node = description.get("schedule");
        ScheduleSettings settings = new ScheduleSettings(
                node.get("base_lr").asDouble(),
                node.get("warmup").asLong(),
                node.get("total_steps").asLong(),
                ScheduleSettings.Cooldown.NONE);
        return LearningRateSchedule.named(node.get("type").asText(), settings);
    }

    void clampLogitScale() {
        model.clampLogitScale(
                description.get("optimizer").get("logit_scale_clamp").get(1).asDouble());
    }

    @Override
    public void close() {
        backend.close();
    }

    @Override
    public String toString() {
        return new String(description.get("case").asText().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
