package org.clipspark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.Stream;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.loss.ContrastiveLoss;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Gradients of the whole model, of every parameter, against central differences in double precision. */
class ModelGradientTest {
    private static final double STEP = 1e-5;
    private static final int BATCH = 3;

    /** A model and the loss it is trained with. */
    private record Variant(String name, String loss, String model) {
        Variant withTwoBlocks() {
            return new Variant(name + ", two blocks", loss, model.replace("\"layers\": 1", "\"layers\": 2"));
        }

        /** Of the blocks, which the first variant covers, only what differs: a step of the reference takes long. */
        boolean covers(String parameter) {
            return name.endsWith("two blocks")
                    || !parameter.contains(".resblocks.")
                    || parameter.contains(".ls_")
                    || parameter.endsWith(".mlp.c_fc.weight");
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Variant variant(String name, String root, String vision, String text) {
        String model = """
                {%s
                 "vision_cfg": {"image_size": 8, "patch_size": 4, "width": 8, "layers": 1, "head_width": 4 %s},
                 "text_cfg": {"context_length": 5, "vocab_size": 11, "width": 6, "heads": 2, "layers": 1 %s}}
                """.formatted(root.contains("embed_dim") ? root : "\"embed_dim\": 6, " + root, vision, text);
        return new Variant(name, root.contains("init_logit_bias") ? "sigmoid" : "softmax", model);
    }

    static Stream<Variant> variants() {
        return Stream.of(
                variant("exact GELU", "", "", "").withTwoBlocks(),
                variant("quick GELU", "\"quick_gelu\": true,", "", ""),
                variant("mean pooling, normalised before", "", ", \"pool_type\": \"avg\"", ""),
                variant(
                        "mean pooling, normalised after, without the first norm",
                        "",
                        ", \"pool_type\": \"avg\", \"final_ln_after_pool\": true, \"no_ln_pre\": true",
                        ", \"mlp_ratio\": 2"),
                variant(
                        "LayerScale, GELU by tanh",
                        "",
                        ", \"ls_init_value\": 0.5, \"act_kwargs\": {\"approximate\": \"tanh\"}",
                        ", \"ls_init_value\": 0.3, \"norm_kwargs\": {\"eps\": 1e-3}"),
                variant(
                        "attentional pooling of one query",
                        "",
                        ", \"attentional_pool\": true, \"attn_pooler_queries\": 3, \"attn_pooler_heads\": 2",
                        ""),
                variant(
                        "attentional pooling, mean of queries",
                        "",
                        ", \"attentional_pool\": true, \"attn_pooler_queries\": 4, \"attn_pooler_heads\": 3, \"pool_type\": \"avg\"",
                        ""),
                variant(
                        "attentional pooling of tokens as wide as the embedding",
                        "\"embed_dim\": 8,",
                        ", \"attentional_pool\": true, \"attn_pooler_queries\": 3, \"attn_pooler_heads\": 2",
                        ""),
                variant("patch dropout", "", ", \"patch_dropout\": 0.5", ""),
                variant(
                        "patch dropout, mean pooling, without the first norm",
                        "",
                        ", \"patch_dropout\": 0.3, \"pool_type\": \"avg\", \"no_ln_pre\": true",
                        ""),
                variant(
                        "patch dropout, attentional pooling",
                        "",
                        ", \"patch_dropout\": 0.5, \"attentional_pool\": true, \"attn_pooler_queries\": 3, \"attn_pooler_heads\": 2",
                        ""),
                variant("eos", "\"custom_text\": true,", "", ", \"pool_type\": \"eos\", \"eos_id\": 4"),
                variant("first token, both directions", "", "", ", \"pool_type\": \"first\", \"no_causal_mask\": true"),
                variant(
                        "SigLIP",
                        "\"custom_text\": true, \"init_logit_bias\": -2, \"init_logit_scale\": 1,",
                        "",
                        ", \"pool_type\": \"last\", \"no_causal_mask\": true, \"proj_bias\": true"));
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyParametersGradientIsTheSlopeOfTheLoss(Variant variant) {
        ModelConfig config = ModelConfig.parse(variant.model());
        ContrastiveLoss loss = ContrastiveLoss.named(variant.loss());
        SplittableRandom random = new SplittableRandom(7);
        float[] images = images(config, random);
        // Texts of different lengths; the end token 10 is the largest id.
        int[] texts = {9, 1, 2, 3, 10, 9, 4, 10, 0, 0, 9, 5, 1, 10, 0};
        try (Backend backend = Backend.named("nd4j", new BackendSettings(ElementType.FLOAT64, 1))) {
            ClipModel model = ClipModel.create(config, backend, BATCH);
            perturb(model, backend, random);
            DoubleSupplier step = () -> model.gradients(images, texts, BATCH, loss);

            model.clearGradients();
            model.gradients(images, texts, BATCH, loss);

            double[] gradients = new double[(int) model.parameters().layout().size()];
            backend.read(model.parameters().gradients(), 0, gradients, 0, gradients.length);
            for (ParameterLayout.Entry entry : model.parameters().layout().entries()) {
                if (variant.covers(entry.name())) {
                    double[] direction =
                            random.doubles(entry.shape().size(), -1, 1).toArray();
                    double slope = slope(model, backend, entry.offset(), direction, step);
                    assertThat(along(direction, gradients, (int) entry.offset()))
                            .as("%s along a random direction", entry.name())
                            .isCloseTo(slope, within(1e-7 + 1e-5 * Math.abs(slope)));
                }
            }
        }
    }

    private static float[] images(ModelConfig config, SplittableRandom random) {
        float[] images = new float[BATCH * config.imageLength()];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextGaussian();
        }
        return images;
    }

    private static double along(double[] direction, double[] gradients, int offset) {
        double sum = 0;
        for (int i = 0; i < direction.length; i++) {
            sum += direction[i] * gradients[offset + i];
        }
        return sum;
    }

    /** Values away from the symmetric start, so that no gradient is zero by accident. */
    private static void perturb(ClipModel model, Backend backend, SplittableRandom random) {
        model.initialise(3);
        double[] value = new double[1];
        for (long i = 0; i < model.parameters().layout().size(); i++) {
            backend.read(model.parameters().values(), i, value, 0, 1);
            value[0] += 0.1 * random.nextGaussian();
            backend.write(model.parameters().values(), i, value, 0, 1);
        }
    }

    private static double slope(
            ClipModel model, Backend backend, long offset, double[] direction, DoubleSupplier loss) {
        double[] start = new double[direction.length];
        backend.read(model.parameters().values(), offset, start, 0, start.length);
        double[] above = new double[start.length];
        double[] below = new double[start.length];
        for (int i = 0; i < start.length; i++) {
            above[i] = start[i] + STEP * direction[i];
            below[i] = start[i] - STEP * direction[i];
        }
        backend.write(model.parameters().values(), offset, above, 0, above.length);
        double lossAbove = loss.getAsDouble();
        backend.write(model.parameters().values(), offset, below, 0, below.length);
        double lossBelow = loss.getAsDouble();
        backend.write(model.parameters().values(), offset, start, 0, start.length);
        return (lossAbove - lossBelow) / (2 * STEP);
    }
}
