package org.clipspark.benchmarks.trainstep;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.clipspark.model.encoder.VisionTransformerConfig;

/** CLIP's vision transformer, its patches by {@code conv2d}. */
final class TorchVisionTransformer implements TorchImageTower {
    private static final long[] NONE = {0, 0};
    private static final long[] ONE = {1, 1};

    private final TorchParameters parameters;
    private final int patch;
    private final TorchTransformer blocks;

    TorchVisionTransformer(TorchParameters parameters, VisionTransformerConfig vision) {
        this.parameters = parameters;
        this.patch = vision.patchSize();
        int heads = vision.width() / vision.headWidth().orElse(64);
        this.blocks = TorchTransformer.full(parameters, "visual.transformer", vision.layers(), heads);
    }

    @Override
    public Tensor encode(Tensor images) {
        Tensor token = parameters.value("visual.class_embedding");
        long[] stride = {patch, patch};
        Tensor kernel = parameters.value("visual.conv1.weight");
        Tensor grid = torch.conv2d(images, kernel, new TensorOptional(), stride, NONE, ONE, 1);
        Tensor patches = grid.flatten(2, 3).transpose(1, 2);
        Tensor first = token.expand(images.size(0), 1, token.size(0));
        Tensor tokens = torch.cat(new TensorVector(first, patches), 1);
        Tensor x = parameters.norm("visual.ln_pre", tokens.add(parameters.value("visual.positional_embedding")));
        Tensor pooled = blocks.forward(x).select(1, 0);
        return parameters.norm("visual.ln_post", pooled).matmul(parameters.value("visual.proj"));
    }
}
