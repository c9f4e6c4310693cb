package org.clipspark.job.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.loss.ContrastiveLoss;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Replicas that saw different batches agree on the statistics of all samples together. */
class RunningStatisticsAveragingTest {
    private static final ModelConfig MODEL = ModelConfig.parse("""
            {"embed_dim": 8,
             "vision_cfg": {"image_size": 32, "layers": [1, 1, 1, 1], "width": 4, "head_width": 32, "patch_size": null},
             "text_cfg": {"context_length": 4, "vocab_size": 12, "width": 8, "heads": 2, "layers": 1}}
            """);

    /** All running statistics of a replica, before and after the average. */
    private record Statistics(List<double[]> before, List<double[]> after, long samples) {}

    @ParameterizedTest
    @CsvSource({"4,4", "6,2"})
    void poolsMeansAndVariancesBySamples(int first, int second) {
        int[] batches = {first, second};

        List<Statistics> replicas = LocalRings.run(2, group -> average(group, batches[group.rank()]));

        Statistics one = replicas.get(0);
        Statistics two = replicas.get(1);
        double share = (double) one.samples() / (one.samples() + two.samples());
        for (int i = 0; i < one.before().size(); i += 2) {
            for (int c = 0; c < one.before().get(i).length; c++) {
                double mean1 = one.before().get(i)[c];
                double mean2 = two.before().get(i)[c];
                double mean = share * mean1 + (1 - share) * mean2;
                // The variance within the replicas, and that of their means.
                double variance = share * (one.before().get(i + 1)[c] + Math.pow(mean1 - mean, 2))
                        + (1 - share) * (two.before().get(i + 1)[c] + Math.pow(mean2 - mean, 2));
                assertThat(one.after().get(i)[c]).isCloseTo(mean, within(1e-6));
                assertThat(one.after().get(i + 1)[c]).isCloseTo(variance, within(1e-6));
            }
            assertThat(two.after().get(i)).containsExactly(one.after().get(i));
            assertThat(two.after().get(i + 1)).containsExactly(one.after().get(i + 1));
        }
        assertThat(one.before().get(0)).isNotEqualTo(two.before().get(0));
    }

    private static Statistics average(ReplicaGroup group, int batch) {
        try (Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1))) {
            ClipModel model = ClipModel.create(MODEL, backend, 6);
            model.initialise(5);
            Random random = new Random(group.rank());
            model.gradients(images(random, batch), texts(batch), batch, ContrastiveLoss.named("softmax"));
            List<double[]> before = statistics(backend, model);
            model.runningStatistics().toMeansOfSquares();
            group.averageInPlace(model.parameterVector(), batch);
            model.runningStatistics().toVariances();
            return new Statistics(before, statistics(backend, model), batch);
        }
    }

    /** Mean and variance of each normalisation, one after the other. */
    private static List<double[]> statistics(Backend backend, ClipModel model) {
        return model.parameters().layout().entries().stream()
                .map(ParameterLayout.Entry::name)
                .filter(name -> name.contains(".running_"))
                .map(name -> {
                    double[] values =
                            new double[(int) model.parameters().value(name).size()];
                    backend.read(model.parameters().value(name), 0, values, 0, values.length);
                    return values;
                })
                .toList();
    }

    /** Brighter from replica to replica, so that their means differ. */
    private static float[] images(Random random, int batch) {
        float[] images = new float[batch * MODEL.imageLength()];
        double shift = random.nextGaussian();
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) (shift + random.nextGaussian());
        }
        return images;
    }

    private static int[] texts(int batch) {
        int[] ids = new int[batch * 4];
        for (int row = 0; row < batch; row++) {
            System.arraycopy(new int[] {10, 1 + row, 11}, 0, ids, row * 4, 3);
        }
        return ids;
    }
}
