package org.clipspark.benchmarks.gpu;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import org.clipspark.benchmarks.gpu.GpuCheck.StepCase;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.ModelCost;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.Precision;
import org.clipspark.model.loss.ContrastiveLoss;
import org.clipspark.model.optim.Optimizer;
import org.clipspark.model.optim.OptimizerSettings;

/** Training steps of a model with random weights on random pairs of full-length texts. */
final class GpuStep {
    private static final ContrastiveLoss LOSS = ContrastiveLoss.named("softmax");
    private static final OptimizerSettings ADAM_W =
            new OptimizerSettings("adamw", 0.9, 0.98, 1e-6, 0.2, Optional.empty());
    private static final double LEARNING_RATE = 1e-5;
    private static final double MAXIMUM_LOGIT_SCALE = Math.log(100);
    private static final int WARM_UP = 3;

    private final StepCase stepCase;
    private final BackendSettings settings;
    private final ModelConfig config;

    GpuStep(StepCase stepCase, int device, Precision precision) {
        this.stepCase = stepCase;
        this.settings =
                new BackendSettings(ElementType.FLOAT32, Runtime.getRuntime().availableProcessors(), precision, device);
        try {
            this.config = ModelConfig.parse(Files.readString(stepCase.model()));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read model " + stepCase.model(), e);
        }
    }

    /** Median of the timed steps, after some that are not. */
    ObjectNode measure(int repeats) {
        int[] texts = texts();
        float[] images = images();
        double[] seconds = new double[repeats];
        double[] losses = new double[WARM_UP + repeats];
        try (Backend backend = Backend.named("cuda", settings)) {
            ClipModel model = ClipModel.create(config, backend, stepCase.batch());
            model.initialise(1);
            Optimizer optimizer = Optimizer.of(ADAM_W, backend, model.parameters());
            for (int step = 0; step < losses.length; step++) {
                long start = System.nanoTime();
                losses[step] = step(model, optimizer, images, texts);
                // The temperature is read back, which waits for the update.
                model.clampLogitScale(MAXIMUM_LOGIT_SCALE);
                if (step >= WARM_UP) {
                    seconds[step - WARM_UP] = (System.nanoTime() - start) * 1e-9;
                }
            }
        }
        return describe(seconds, losses, texts);
    }

    private double step(ClipModel model, Optimizer optimizer, float[] images, int[] texts) {
        model.clearGradients();
        double loss = model.gradients(images, texts, stepCase.batch(), LOSS);
        optimizer.step(LEARNING_RATE);
        return loss;
    }

    private ObjectNode describe(double[] seconds, double[] losses, int[] texts) {
        double[] sorted = seconds.clone();
        Arrays.sort(sorted);
        double median = sorted[sorted.length / 2];
        double operations = ModelCost.ofStep(config, texts, stepCase.batch()).floatingPointOperations();
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("model", String.valueOf(stepCase.model().getFileName()));
        json.put("batch", stepCase.batch());
        json.put("seconds", median);
        json.put("fastest", sorted[0]);
        json.put("slowest", sorted[sorted.length - 1]);
        json.put("pairs_per_second", stepCase.batch() / median);
        json.put("tflops", operations / median * 1e-12);
        json.put("first_loss", losses[0]);
        json.put("last_loss", losses[losses.length - 1]);
        return json;
    }

    private float[] images() {
        float[] images = new float[Math.multiplyExact(stepCase.batch(), config.imageLength())];
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) (2 * random.nextDouble() - 1);
        }
        return images;
    }

    /** Full-length texts that differ: words after the start, the end token last. */
    private int[] texts() {
        int[] longest = config.text().longest();
        int[] texts = new int[Math.multiplyExact(stepCase.batch(), longest.length)];
        SplittableRandom random = new SplittableRandom(3);
        for (int b = 0; b < stepCase.batch(); b++) {
            int at = b * longest.length;
            System.arraycopy(longest, 0, texts, at, longest.length);
            for (int t = 1; t < longest.length - 1; t++) {
                texts[at + t] = 1 + random.nextInt(config.text().vocabularySize() / 2);
            }
        }
        return texts;
    }
}
