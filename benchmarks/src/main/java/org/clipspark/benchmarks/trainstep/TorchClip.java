package org.clipspark.benchmarks.trainstep;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;
import static org.bytedeco.pytorch.global.torch.layer_norm;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.encoder.TextConfig;
import org.clipspark.model.encoder.VisionTransformerConfig;

/** CLIP with the modules that PyTorch users take: {@code conv2d} for patches, {@code embedding} for tokens. */
final class TorchClip {
    private static final long[] NONE = {0, 0};
    private static final long[] ONE = {1, 1};

    private final int batch;
    private final ModelConfig config;
    private final TorchParameters parameters;
    private final TorchTransformer imageBlocks;
    private final TorchTransformer textBlocks;

    TorchClip(TrainCase trainCase, TorchParameters parameters) {
        this.batch = trainCase.batch();
        this.config = trainCase.config();
        this.parameters = parameters;
        VisionTransformerConfig vision = trainCase.vision();
        TextConfig text = config.text();
        int imageHeads = vision.width() / vision.headWidth().orElse(64);
        this.imageBlocks = TorchTransformer.full(parameters, "visual.transformer", vision.layers(), imageHeads);
        this.textBlocks = TorchTransformer.causal(parameters, "transformer", text.layers(), text.heads());
    }

    /** Images in our patch order to {@code [B, 3, H, W]}, once. */
    Tensor planes(float[] patches) {
        int size = config.vision().size().width();
        int patch = config.vision().patchSize();
        int across = size / patch;
        return torch.tensor(patches)
                .reshape(batch, across, across, 3, patch, patch)
                .permute(0, 3, 1, 4, 2, 5)
                .reshape(batch, 3, size, size)
                .contiguous();
    }

    /** Mean symmetric cross entropy: {@code images [B, 3, H, W]}, {@code texts [B, T]}, {@code labels [B]}. */
    Tensor loss(Tensor images, Tensor texts, Tensor labels) {
        Tensor image = normalized(encodeImages(images));
        Tensor text = normalized(encodeTexts(texts));
        Tensor scale = parameters.value(ClipModel.LOGIT_SCALE).exp();
        Tensor logits = image.mul(scale).matmul(text.t());
        return cross_entropy_loss(logits, labels)
                .add(cross_entropy_loss(logits.t(), labels))
                .mul(new Scalar(0.5));
    }

    private static Tensor normalized(Tensor rows) {
        Tensor norms = rows.norm(new ScalarOptional(new Scalar(2.0)), new long[] {-1}, true);
        return rows.div(norms.clamp_min(new Scalar(1e-12)));
    }

    private Tensor encodeImages(Tensor images) {
        int patch = config.vision().patchSize();
        long width = parameters.value("visual.class_embedding").size(0);
        long[] stride = {patch, patch};
        Tensor kernel = parameters.value("visual.conv1.weight");
        Tensor grid = torch.conv2d(images, kernel, new TensorOptional(), stride, NONE, ONE, 1);
        Tensor patches = grid.flatten(2, 3).transpose(1, 2);
        Tensor first = parameters.value("visual.class_embedding").expand(batch, 1, width);
        Tensor tokens = torch.cat(new TensorVector(first, patches), 1);
        Tensor x = norm("visual.ln_pre", tokens.add(parameters.value("visual.positional_embedding")));
        Tensor pooled = imageBlocks.forward(x).select(1, 0);
        return norm("visual.ln_post", pooled).matmul(parameters.value("visual.proj"));
    }

    private Tensor encodeTexts(Tensor texts) {
        Tensor x = torch.embedding(parameters.value("token_embedding.weight"), texts)
                .add(parameters.value("positional_embedding"));
        // The end token has the largest id.
        Tensor starts =
                torch.arange(new Scalar(batch)).mul(new Scalar(config.text().contextLength()));
        Tensor ends = texts.argmax(new LongOptional(1), false).add(starts);
        Tensor pooled = textBlocks.forward(x).flatten(0, 1).index_select(0, ends);
        return norm("ln_final", pooled).matmul(parameters.value("text_projection"));
    }

    private Tensor norm(String name, Tensor x) {
        return layer_norm(
                x,
                new long[] {x.size(-1)},
                parameters.optional(name + ".weight"),
                parameters.optional(name + ".bias"),
                1e-5,
                true);
    }
}
