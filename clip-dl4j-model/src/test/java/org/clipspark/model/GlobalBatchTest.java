package org.clipspark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.encoder.TowerLock;
import org.clipspark.model.layer.Activations;
import org.clipspark.model.loss.ContrastiveLoss;
import org.clipspark.model.optim.Optimizer;
import org.clipspark.model.optim.OptimizerSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GlobalBatchTest {
    private static final int STEPS = 10;
    private static final int BATCH = 12;
    private static final int CONTEXT = 8;
    private static final ModelConfig CONFIG = ModelConfig.parse("""
            {"embed_dim": 16, "init_logit_bias": -3,
             "vision_cfg": {"image_size": 16, "patch_size": 8, "width": 32, "layers": 2, "head_width": 16},
             "text_cfg": {"context_length": 8, "vocab_size": 20, "width": 24, "heads": 2, "layers": 2}}
            """);

    /** What a run ends with. */
    private record Outcome(List<Double> losses, FloatVector parameters) {
        float[] values() {
            float[] values = new float[(int) parameters.size()];
            parameters.read(0, values, 0, values.length);
            return values;
        }
    }

    /** One way to spread the steps of a run: pairs of each replica, and how many of them a tower works on at a time. */
    private record Spread(String loss, int chunk, TowerLock image, List<Integer> counts) {
        int first(int rank) {
            return counts.subList(0, rank).stream().mapToInt(Integer::intValue).sum();
        }

        int most() {
            return counts.stream().mapToInt(Integer::intValue).max().orElse(1);
        }
    }

    private static Spread alone(String loss, TowerLock image) {
        return new Spread(loss, BATCH, image, List.of(BATCH));
    }

    @ParameterizedTest
    @CsvSource({"softmax,2", "softmax,4", "sigmoid,2", "sigmoid,4"})
    void replicasOfAGlobalBatchLearnWhatOneReplicaLearnsFromTheBigBatch(String loss, int replicas) throws Exception {
        List<Integer> counts = Collections.nCopies(replicas, BATCH / replicas);

        assertSame(new Spread(loss, BATCH / replicas, TowerLock.NONE, counts), alone(loss, TowerLock.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"softmax", "sigmoid"})
    void replicasMayHaveDifferentNumbersOfPairsOrNone(String loss) throws Exception {
        assertSame(new Spread(loss, 7, TowerLock.NONE, List.of(4, 0, 7, 1)), alone(loss, TowerLock.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"softmax", "sigmoid"})
    void replicasMayWorkOnTheirPairsInChunks(String loss) throws Exception {
        assertSame(new Spread(loss, 3, TowerLock.NONE, List.of(7, 5)), alone(loss, TowerLock.NONE));
    }

    @Test
    void lockedTowersStayAsTheyAre() throws Exception {
        TowerLock whole = new TowerLock(CONFIG.imageLayerGroups().size(), false);

        assertSame(new Spread("softmax", BATCH, whole, List.of(8, 4)), alone("softmax", whole));
    }

    private static void assertSame(Spread spread, Spread alone) throws Exception {
        Outcome expected = run(alone).get(0);
        List<Outcome> replicas = run(spread);

        for (Outcome replica : replicas) {
            assertThat(replica.values()).isEqualTo(replicas.get(0).values());
            for (int step = 0; step < STEPS; step++) {
                assertThat(replica.losses().get(step))
                        .isCloseTo(expected.losses().get(step), within(1e-5));
            }
        }
        assertThat(replicas.get(0).values()).containsExactly(expected.values(), within(1e-5f));
    }

    private static List<Outcome> run(Spread spread) throws Exception {
        return new ThreadReplicas(spread.counts().size()).run(replicas -> run(spread, replicas));
    }

    private static Outcome run(Spread spread, ReplicaSum replicas) {
        try (Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1))) {
            ClipModel model = ClipModel.create(CONFIG, backend, memory(spread));
            model.initialise(3);
            model.lock(spread.image(), TowerLock.NONE);
            OptimizerSettings settings = new OptimizerSettings("adamw", 0.9, 0.98, 1e-6, 0.2, Optional.of(1.0));
            Optimizer optimizer = Optimizer.of(settings, backend, model.parameters());
            Double[] losses = new Double[STEPS];
            for (int step = 0; step < STEPS; step++) {
                losses[step] = step(model, spread, replicas, step);
                replicas.sumInPlace(FloatVector.of(backend, model.parameters().gradients()));
                optimizer.step(5e-4);
                model.clampLogitScale(Math.log(100));
            }
            return new Outcome(List.of(losses), FloatVector.copyOf(model.parameterVector()));
        }
    }

    private static StepMemory memory(Spread spread) {
        int chunks = (spread.most() + spread.chunk() - 1) / spread.chunk();
        return new StepMemory(spread.chunk(), chunks, spread.counts().size(), Activations.KEPT);
    }

    private static double step(ClipModel model, Spread spread, ReplicaSum replicas, int step) {
        int first = spread.first(replicas.rank());
        int count = spread.counts().get(replicas.rank());
        ContrastiveLoss loss = ContrastiveLoss.named(spread.loss());
        model.clearGradients();
        return replicas.size() == 1
                ? model.gradients(images(step, first, count), texts(step, first, count), count, loss)
                : model.gradients(images(step, first, count), texts(step, first, count), count, loss, replicas);
    }

    private static float[] parameters(ClipModel model) {
        float[] values = new float[(int) model.parameterVector().size()];
        model.parameterVector().read(0, values, 0, values.length);
        return values;
    }

    private static float[] images(int step, int first, int count) {
        Random random = new Random(step);
        float[] images = new float[BATCH * CONFIG.imageLength()];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextGaussian();
        }
        return Arrays.copyOfRange(images, first * CONFIG.imageLength(), (first + count) * CONFIG.imageLength());
    }

    /** Start 18, three words that tell texts apart, end 19. */
    private static int[] texts(int step, int first, int count) {
        int[] texts = new int[count * CONTEXT];
        for (int i = 0; i < count; i++) {
            int b = first + i + step;
            int[] text = {18, 1 + b % 17, 1 + 2 * b % 17, 1 + 5 * b % 17, 19};
            System.arraycopy(text, 0, texts, i * CONTEXT, text.length);
        }
        return texts;
    }

    @Test
    void normalisationsOverABatchSeeTheReplicasOwnPairs() throws Exception {
        ModelConfig resnet = ModelConfig.parse("""
                {"embed_dim": 8,
                 "vision_cfg": {"image_size": 32, "layers": [1, 1, 1, 1], "width": 8},
                 "text_cfg": {"context_length": 8, "vocab_size": 20, "width": 16, "heads": 2, "layers": 1}}
                """);
        Random random = new Random(1);
        float[] images = new float[4 * resnet.imageLength()];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextGaussian();
        }

        List<float[]> together = new ThreadReplicas(2).run(replicas -> {
            int first = replicas.rank() * 2;
            float[] mine = Arrays.copyOfRange(images, first * resnet.imageLength(), (first + 2) * resnet.imageLength());
            return statistics(resnet, mine, first, Optional.of(replicas));
        });

        float[] second = Arrays.copyOfRange(images, 2 * resnet.imageLength(), 4 * resnet.imageLength());
        assertThat(together.get(1)).isEqualTo(statistics(resnet, second, 2, Optional.empty()));
        assertThat(together.get(0)).isNotEqualTo(together.get(1));
    }

    private static float[] statistics(ModelConfig config, float[] images, int first, Optional<ReplicaSum> replicas) {
        try (Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1))) {
            ClipModel model = ClipModel.create(config, backend, new StepMemory(2, 1, 2, Activations.KEPT));
            model.initialise(1);
            ContrastiveLoss loss = ContrastiveLoss.named("softmax");
            if (replicas.isPresent()) {
                model.gradients(images, texts(0, first, 2), 2, loss, replicas.get());
            } else {
                model.gradients(images, texts(0, first, 2), 2, loss);
            }
            int trained = (int) model.parameters().layout().trainedSize();
            return Arrays.copyOfRange(
                    parameters(model), trained, (int) model.parameterVector().size());
        }
    }

    @Test
    void refusesGlobalBatchesThatAreEmptyOrTooLarge() {
        StepMemory memory = new StepMemory(4, 1, 2, Activations.KEPT);

        assertThatThrownBy(() -> loss(memory, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A global batch needs a pair on at least one of its 3 replicas, got none on any");
        assertThatThrownBy(() -> loss(memory, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("This model has memory for global batches of up to 8, got 12 on 3 replicas");
        assertThatThrownBy(() -> new StepMemory(4, 1, 0, Activations.KEPT))
                .hasMessage("A step is taken by at least one replica, got 0");
    }

    private static List<Double> loss(StepMemory memory, int count) throws Exception {
        return new ThreadReplicas(3).run(replicas -> {
            try (Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1))) {
                ClipModel model = ClipModel.create(CONFIG, backend, memory);
                float[] images = images(0, 0, count);
                ContrastiveLoss loss = ContrastiveLoss.named("softmax");
                return model.gradients(images, texts(0, 0, count), count, loss, replicas);
            }
        });
    }
}
