package org.clipspark.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.SplittableRandom;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.loss.ContrastiveLoss;
import org.clipspark.model.optim.Optimizer;
import org.clipspark.model.optim.OptimizerSettings;
import org.clipspark.model.optim.ParameterRules;

/** What two steps of a small model leave: the last loss and gradients, and parameters and embeddings after them. */
final class StepTrace {
    private static final int BATCH = 6;
    private static final String TEXTS =
            "\"text_cfg\": {\"context_length\": 8, \"vocab_size\": 20, \"width\": 64, \"heads\": 1, \"layers\": 2}}";
    static final String TRANSFORMER = "{\"embed_dim\": 16, \"vision_cfg\": {\"image_size\": 16, \"patch_size\": 8,"
            + " \"width\": 128, \"layers\": 2, \"head_width\": 64}, " + TEXTS;
    static final String RESIDUAL = "{\"embed_dim\": 16, \"vision_cfg\": {\"image_size\": 32, \"layers\": [1, 1, 1, 1],"
            + " \"width\": 8}, " + TEXTS;

    private static final OptimizerSettings ADAM_W =
            new OptimizerSettings("adamw", 0.9, 0.98, 1e-6, 0.1, Optional.empty());

    private final double loss;
    private final float[] gradients;
    private final float[] parameters;
    private final float[] embeddings;

    private StepTrace(double loss, float[] gradients, float[] parameters, float[] embeddings) {
        this.loss = loss;
        this.gradients = gradients;
        this.parameters = parameters;
        this.embeddings = embeddings;
    }

    float[] parameters() {
        return parameters;
    }

    /** Compares each by the length of the difference, relative to that of what is expected. */
    void assertClose(StepTrace expected, double tolerance) {
        assertThat(Math.abs(loss - expected.loss) <= tolerance * expected.loss)
                .as("loss %s, expected %s", loss, expected.loss)
                .isTrue();
        assertThat(distance(gradients, expected.gradients)).as("gradients").isLessThan(tolerance);
        assertThat(distance(embeddings, expected.embeddings)).as("embeddings").isLessThan(tolerance);
        assertThat(distance(parameters, expected.parameters)).as("parameters").isLessThan(tolerance);
    }

    static StepTrace of(ModelConfig config, Backend backend) {
        ClipModel model = ClipModel.create(config, backend, BATCH);
        model.initialise(7);
        Optimizer optimizer = Optimizer.of(ADAM_W, backend, model.parameters(), ParameterRules.ALIKE);
        double loss = 0;
        float[] gradients = new float[0];
        // The second step is the first that reads parameters which the optimizer wrote.
        for (int step = 0; step < 2; step++) {
            model.clearGradients();
            loss = model.gradients(images(config), texts(), BATCH, ContrastiveLoss.named("softmax"));
            gradients = values(FloatVector.of(backend, model.parameters().gradients()));
            optimizer.step(1e-3);
        }
        return new StepTrace(
                loss, gradients, values(model.parameterVector()), model.embedImages(images(config), BATCH));
    }

    private static float[] values(FloatVector vector) {
        float[] values = new float[(int) vector.size()];
        vector.read(0, values, 0, values.length);
        return values;
    }

    private static float[] images(ModelConfig config) {
        SplittableRandom random = new SplittableRandom(1);
        float[] images = new float[BATCH * config.imageLength()];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextGaussian();
        }
        return images;
    }

    /** Start 18, words that tell texts apart, end 19; of several lengths. */
    private static int[] texts() {
        int[] texts = new int[BATCH * 8];
        for (int b = 0; b < BATCH; b++) {
            texts[b * 8] = 18;
            for (int t = 1; t <= Math.min(6, b + 1); t++) {
                texts[b * 8 + t] = 1 + (b + t) % 17;
            }
            texts[b * 8 + Math.min(7, b + 2)] = 19;
        }
        return texts;
    }

    /** Relative to the length of what is expected. */
    private static double distance(float[] actual, float[] expected) {
        double difference = 0;
        double length = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow((double) actual[i] - expected[i], 2);
            length += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / length);
    }
}
