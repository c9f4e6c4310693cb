package org.clipspark.job.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.loss.ContrastiveLoss;
import org.clipspark.model.optim.Optimizer;
import org.clipspark.model.optim.OptimizerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One plain-gradient step on each replica and the mean of their parameters is one step along the mean gradient. */
class SgdAveragingTest {
    private static final double LEARNING_RATE = 0.05;
    private static final ModelConfig MODEL = ModelConfig.parse("""
            {"embed_dim": 16,
             "vision_cfg": {"image_size": 16, "patch_size": 8, "width": 32, "layers": 1, "head_width": 16},
             "text_cfg": {"context_length": 8, "vocab_size": 64, "width": 32, "heads": 2, "layers": 1}}
            """);

    /** Parameters before and after, and the gradient that led from one to the other. */
    private record Step(FloatVector before, FloatVector gradient, FloatVector after, long samples) {}

    @ParameterizedTest
    @CsvSource({"8,8", "8,3", "2,8"})
    void equalsTheSampleWeightedMeanOfTheGradientsAppliedOnce(int first, int second) {
        int[] batches = {first, second};

        List<Step> steps = LocalRings.run(2, group -> step(group, batches[group.rank()]));

        Step one = steps.get(0);
        Step two = steps.get(1);
        assertThat(values(two.before())).containsExactly(values(one.before()));
        assertThat(values(two.after())).containsExactly(values(one.after()));
        float[] left = values(one.gradient());
        float[] right = values(two.gradient());
        assertThat(left).isNotEqualTo(right);
        double[] mean = new double[left.length];
        for (int i = 0; i < mean.length; i++) {
            mean[i] = (one.samples() * (double) left[i] + two.samples() * (double) right[i])
                    / (one.samples() + two.samples());
        }
        assertStepped(one, mean);
    }

    @Test
    void aReplicaWithoutSamplesFollowsTheOther() {
        List<Step> steps = LocalRings.run(2, group -> step(group, group.rank() == 0 ? 8 : 0));

        Step working = steps.get(0);
        assertThat(values(steps.get(1).after())).containsExactly(values(working.after()));
        float[] gradient = values(working.gradient());
        assertStepped(
                working,
                IntStream.range(0, gradient.length)
                        .mapToDouble(i -> gradient[i])
                        .toArray());
    }

    private static void assertStepped(Step step, double[] gradient) {
        float[] before = values(step.before());
        float[] after = values(step.after());
        for (int i = 0; i < before.length; i++) {
            assertThat((double) after[i])
                    .as("parameter %d", i)
                    .isCloseTo(before[i] - LEARNING_RATE * gradient[i], within(1e-6));
        }
    }

    private static Step step(ReplicaGroup group, int batch) {
        try (Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1))) {
            ClipModel model = ClipModel.create(MODEL, backend, 8);
            model.initialise(5);
            FloatVector before = FloatVector.copyOf(model.parameterVector());
            OptimizerSettings settings = new OptimizerSettings("sgd", 0.9, 0.98, 1e-6, 0, Optional.empty());
            Optimizer optimizer = Optimizer.of(settings, backend, model.parameters());
            model.clearGradients();
            if (batch > 0) {
                Random random = new Random(group.rank());
                model.gradients(images(random, batch), texts(random, batch), batch, ContrastiveLoss.named("softmax"));
                optimizer.step(LEARNING_RATE);
            }
            Tensor gradients = model.parameters().gradients();
            FloatVector gradient = FloatVector.copyOf(FloatVector.of(backend, gradients));
            group.averageInPlace(model.parameterVector(), batch);
            return new Step(before, gradient, FloatVector.copyOf(model.parameterVector()), batch);
        }
    }

    private static float[] images(Random random, int batch) {
        float[] images = new float[batch * MODEL.imageLength()];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextGaussian();
        }
        return images;
    }

    private static int[] texts(Random random, int batch) {
        int context = MODEL.text().contextLength();
        int[] ids = new int[batch * context];
        for (int row = 0; row < batch; row++) {
            int words = 1 + random.nextInt(context - 2);
            ids[row * context] = 62;
            for (int word = 1; word <= words; word++) {
                ids[row * context + word] = 1 + random.nextInt(60);
            }
            ids[row * context + words + 1] = 63;
        }
        return ids;
    }

    private static float[] values(FloatVector vector) {
        float[] values = new float[Math.toIntExact(vector.size())];
        vector.read(0, values, 0, values.length);
        return values;
    }
}
