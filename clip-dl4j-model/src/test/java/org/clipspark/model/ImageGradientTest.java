package org.clipspark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.encoder.ImageEncoder;
import org.clipspark.model.encoder.TowerLock;
import org.clipspark.model.layer.Activations;
import org.clipspark.model.layer.Mode;
import org.clipspark.model.layer.ParameterSet;
import org.clipspark.model.loss.ContrastiveLoss;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients of images in evaluation mode, through the normalised embedding, against central differences. */
class ImageGradientTest {
    private static final int BATCH = 3;
    private static final int[] TEXTS = {7, 1, 8, 0, 7, 2, 3, 8, 7, 8, 0, 0};

    /** One encoder of each kind, and one that leaves patches out in training but not here. */
    enum Kind {
        VISION_TRANSFORMER("\"image_size\": 8, \"patch_size\": 4, \"width\": 8, \"layers\": 2, \"head_width\": 4"),
        PATCH_DROPOUT("\"image_size\": 16, \"patch_size\": 4, \"width\": 64, \"layers\": 2, \"patch_dropout\": 0.75"),
        RESNET("\"image_size\": 32, \"layers\": [1, 1, 1, 1], \"width\": 2, \"head_width\": 16, \"patch_size\": null"),
        CONVNEXT("\"timm_model_name\": \"test_convnext\", \"timm_proj\": \"mlp\", \"image_size\": 32");

        private final String vision;

        Kind(String vision) {
            this.vision = vision;
        }

        ModelConfig config() {
            return ModelConfig.parse("""
                    {"embed_dim": 5, "vision_cfg": {%s},
                     "text_cfg": {"context_length": 4, "vocab_size": 9, "width": 4, "heads": 2, "layers": 1}}
                    """.formatted(vision));
        }
    }

    private static float[] images(Kind kind, int count) {
        SplittableRandom random = new SplittableRandom(5);
        float[] images = new float[count * kind.config().imageLength()];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextGaussian();
        }
        return images;
    }

    private static Backend reference() {
        return Backend.named("nd4j", new BackendSettings(ElementType.FLOAT64, 1));
    }

    private static Backend fast() {
        return Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1));
    }

    /** Parameters away from where they start, and statistics as a training would leave them. */
    private static void draw(Backend backend, ParameterSet parameters) {
        parameters.initialise(3);
        SplittableRandom random = new SplittableRandom(7);
        for (ParameterLayout.Entry entry : parameters.layout().entries()) {
            double[] values = new double[(int) entry.shape().size()];
            backend.read(parameters.values(), entry.offset(), values, 0, values.length);
            for (int i = 0; i < values.length; i++) {
                // Variances as small as the activations', or none of the image would reach the end.
                values[i] = entry.name().endsWith("running_var")
                        ? 0.05 + 0.2 * random.nextDouble()
                        : values[i] + 0.1 * random.nextGaussian();
            }
            backend.write(parameters.values(), entry.offset(), values, 0, values.length);
        }
    }

    private static ClipModel model(Kind kind, Backend backend, StepMemory memory) {
        ClipModel model = ClipModel.create(kind.config(), backend, memory);
        draw(backend, model.parameters());
        return model;
    }

    /** An encoder in double precision whose objective is a scalar product with its normalised embeddings. */
    private static final class Encoder {
        private final Backend backend;
        private final Arena arena;
        private final ParameterSet parameters;
        private final ImageEncoder encoder;
        private final Tensor images;
        private final Tensor weights;
        private final double[] start;

        Encoder(Kind kind, Backend backend) {
            this(kind, backend, parameters -> parameters);
        }

        Encoder(Kind kind, Backend backend, UnaryOperator<ParameterSet> seen) {
            this.backend = backend;
            this.arena = new Arena(backend, 2_000_000);
            ModelConfig config = kind.config();
            ParameterSet.Declarations declarations = new ParameterSet.Declarations();
            ImageEncoder.declare(declarations, config.vision(), config.activation(), config.embeddingSize());
            this.parameters = declarations.bind(backend);
            draw(backend, parameters);
            this.encoder =
                    ImageEncoder.of(backend, seen.apply(parameters), config.vision(), config.activation(), 5, BATCH);
            this.images = backend.allocate(
                    (long) BATCH * config.vision().patches(), config.vision().patchLength());
            this.weights = backend.allocate(BATCH, config.embeddingSize());
            SplittableRandom random = new SplittableRandom(9);
            this.start = gaussian(random, images.size());
            backend.write(weights, 0, gaussian(random, weights.size()), 0, (int) weights.size());
        }

        static double[] gaussian(SplittableRandom random, long count) {
            return random.doubles(count).map(unused -> random.nextGaussian()).toArray();
        }

        private Tensor embed(double[] values, Tensor norms) {
            arena.release(0);
            backend.write(images, 0, values, 0, values.length);
            Tensor raw = encoder.forward(arena, images, Mode.EVALUATION);
            Tensor rows = arena.take(raw.shape());
            backend.l2Normalize(raw, rows, norms);
            return rows;
        }

        /** By way of the images' own memory, as a model does. */
        double[] gradient() {
            Tensor norms = backend.allocate(BATCH);
            Tensor rows = embed(start, norms);
            Tensor dRaw = arena.take(rows.shape());
            backend.l2NormalizeBackward(weights, rows, norms, dRaw);
            encoder.backward(arena, dRaw, images);
            double[] gradient = new double[start.length];
            backend.read(images, 0, gradient, 0, gradient.length);
            return gradient;
        }

        DoubleUnaryOperator along(double[] direction) {
            Tensor norms = backend.allocate(BATCH);
            return step -> {
                double[] moved = start.clone();
                for (int i = 0; i < moved.length; i++) {
                    moved[i] += step * direction[i];
                }
                return backend.dot(embed(moved, norms), weights);
            };
        }
    }

    private static double dot(double[] left, double[] right) {
        double sum = 0;
        for (int i = 0; i < left.length; i++) {
            sum += left[i] * right[i];
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource
    void theGradientIsTheSlopeAlongAnyDirection(Kind kind) {
        try (Backend backend = reference()) {
            Encoder encoder = new Encoder(kind, backend);
            double[] gradient = encoder.gradient();
            SplittableRandom random = new SplittableRandom(11);
            for (int trial = 0; trial < 12; trial++) {
                double[] direction = new double[gradient.length];
                double h = 1e-5;
                if (trial < 4) {
                    direction = Encoder.gaussian(random, gradient.length);
                    h = 1e-7;
                } else {
                    direction[random.nextInt(direction.length)] = 1;
                }
                DoubleUnaryOperator along = encoder.along(direction);

                double slope = (along.applyAsDouble(h) - along.applyAsDouble(-h)) / (2 * h);

                assertThat(dot(direction, gradient)).isCloseTo(slope, within(1e-8 + 1e-5 * Math.abs(slope)));
                // A single pixel may lead to rectifiers that are shut; all of them together do not.
                assertThat(Math.abs(slope)).isGreaterThan(trial < 4 ? 1e-3 : -1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void fixedMatricesChangeNoBitOfTheGradientAndHaveNoneOfTheirOwn(Kind kind) {
        try (Backend backend = fast()) {
            Encoder learning = new Encoder(kind, backend);
            Encoder fixed = new Encoder(kind, backend, ParameterSet::fixed);

            assertThat(fixed.gradient()).isEqualTo(learning.gradient());

            List<String> matrices = learning.parameters.layout().entries().stream()
                    .filter(entry -> entry.shape().rank() > 1)
                    .map(ParameterLayout.Entry::name)
                    // The embeddings of positions are added, not multiplied.
                    .filter(name -> !name.endsWith("positional_embedding"))
                    .toList();
            assertThat(matrices).hasSizeGreaterThan(4).allSatisfy(name -> {
                assertThat(all(backend, fixed.parameters.gradient(name))).containsOnly(0);
                assertThat(all(backend, learning.parameters.gradient(name))).matches(ImageGradientTest::isAnyNotZero);
            });
        }
    }

    private static boolean isAnyNotZero(float[] values) {
        for (float value : values) {
            if (value != 0) {
                return true;
            }
        }
        return false;
    }

    /** {@code (w . e)^2 / 2}, the same for every image. */
    private static final EmbeddingObjective SQUARE = (first, embeddings, dEmbeddings) -> {
        for (int i = 0; i < embeddings.length; i++) {
            int row = i / 5 * 5;
            dEmbeddings[i] = (float) (weight(i - row) * product(embeddings, row));
        }
    };

    private static double weight(int k) {
        return k - 1.5;
    }

    private static double product(float[] embeddings, int row) {
        double product = 0;
        for (int k = 0; k < 5; k++) {
            product += weight(k) * embeddings[row + k];
        }
        return product;
    }

    private static double objective(ClipModel model, float[] images, float[] direction, double step) {
        float[] moved = images.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += (float) (step * Math.signum(direction[i]));
        }
        float[] embeddings = model.embedImages(moved, BATCH);
        double sum = 0;
        for (int row = 0; row < embeddings.length; row += 5) {
            sum += Math.pow(product(embeddings, row), 2) / 2;
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource
    void aModelsGradientIsTheSlopeOfAnObjectiveOfItsEmbeddings(Kind kind) {
        try (Backend backend = fast()) {
            ClipModel model = model(kind, backend, StepMemory.whole(BATCH));
            float[] images = images(kind, BATCH);

            float[] gradient = model.imageGradients(images, BATCH, SQUARE);

            double expected = 0;
            for (float g : gradient) {
                expected += Math.abs(g);
            }
            double slope =
                    (objective(model, images, gradient, 3e-4) - objective(model, images, gradient, -3e-4)) / 6e-4;
            assertThat(expected).isGreaterThan(0.1).isCloseTo(slope, within(1e-2 * expected));
        }
    }

    @ParameterizedTest
    @EnumSource
    void bothBackendsAndAllBatchesAgree(Kind kind) {
        try (Backend reference = reference();
                Backend backend = fast()) {
            float[] images = images(kind, BATCH);
            float[] expected = model(kind, reference, StepMemory.whole(BATCH)).imageGradients(images, BATCH, SQUARE);
            ClipModel chunked = model(kind, backend, new StepMemory(2, 1, Activations.RECOMPUTED));

            float[] gradient = chunked.imageGradients(images, BATCH, SQUARE);

            float largest = 0;
            for (float g : expected) {
                largest = Math.max(largest, Math.abs(g));
            }
            assertThat(gradient).containsExactly(expected, within(1e-3f * largest));
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesValuesAsTheyAreAndParametersGradientsZero(Kind kind) {
        try (Backend backend = fast()) {
            ClipModel model = model(kind, backend, StepMemory.whole(BATCH));
            float[] images = images(kind, BATCH);
            float[] before = all(backend, model.parameters().values());
            float[] embeddings = model.embedImages(images, BATCH);

            model.imageGradients(images, BATCH, SQUARE);

            assertThat(all(backend, model.parameters().values())).isEqualTo(before);
            assertThat(all(backend, model.parameters().gradients())).containsOnly(0);
            assertThat(model.embedImages(images, BATCH)).isEqualTo(embeddings);
        }
    }

    private static float[] all(Backend backend, Tensor tensor) {
        float[] values = new float[(int) tensor.size()];
        backend.read(tensor, 0, values, 0, values.length);
        return values;
    }

    @Test
    void eachImageHasItsOwnObjective() {
        try (Backend backend = fast()) {
            Kind kind = Kind.VISION_TRANSFORMER;
            ClipModel model = model(kind, backend, StepMemory.whole(2));

            float[] gradient = model.imageGradients(images(kind, BATCH), BATCH, (first, embeddings, dEmbeddings) -> {
                assertThat(embeddings).hasSize(first == 0 ? 10 : 5);
                // Only the last image, alone in the second pass, has one.
                if (first == 2) {
                    dEmbeddings[0] = 1;
                }
            });

            int length = kind.config().imageLength();
            for (int i = 0; i < gradient.length; i++) {
                assertThat(gradient[i] != 0).as("value %s", i).isEqualTo(i >= 2 * length);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 6})
    void locksDoNotMatterAndStay(int groups) {
        try (Backend backend = fast()) {
            Kind kind = Kind.RESNET;
            float[] images = images(kind, BATCH);
            ClipModel locked = model(kind, backend, StepMemory.whole(BATCH));
            locked.lock(new TowerLock(groups, true), TowerLock.NONE);
            ClipModel open = model(kind, backend, StepMemory.whole(BATCH));

            float[] gradient = locked.imageGradients(images, BATCH, SQUARE);

            assertThat(gradient).isEqualTo(open.imageGradients(images, BATCH, SQUARE));
            locked.gradients(images, TEXTS, BATCH, ContrastiveLoss.named("softmax"));
            assertThat(all(backend, locked.parameters().gradient("visual.conv1.weight")))
                    .containsOnly(0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anEncoderWithLockedLayersGivesNoGradientOfItsImages(Kind kind) {
        try (Backend backend = reference()) {
            Encoder encoder = new Encoder(kind, backend);
            encoder.encoder.lock(new TowerLock(1, false));

            assertThatThrownBy(encoder::gradient)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("Images have no gradient behind 1 locked layer groups, expected none locked");
        }
    }

    @Test
    void anObjectiveThatFailsLeavesTheModelUsable() {
        try (Backend backend = fast()) {
            Kind kind = Kind.VISION_TRANSFORMER;
            ClipModel model = model(kind, backend, StepMemory.whole(BATCH));
            float[] images = images(kind, BATCH);
            for (int i = 0; i < 50; i++) {
                assertThatThrownBy(() -> model.imageGradients(images, BATCH, (first, embeddings, dEmbeddings) -> {
                            throw new IllegalStateException("no labels");
                        }))
                        .hasMessage("no labels");
            }

            assertThat(model.imageGradients(images, BATCH, SQUARE)).hasSize(images.length);
        }
    }

    @Test
    void refusesFewerImagesThanItIsToldOf() {
        try (Backend backend = fast()) {
            ClipModel model = model(Kind.VISION_TRANSFORMER, backend, StepMemory.whole(BATCH));

            assertThatThrownBy(() -> model.imageGradients(new float[100], 2, SQUARE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Expected 2 images of 192 numbers, got 100 numbers");
        }
    }
}
