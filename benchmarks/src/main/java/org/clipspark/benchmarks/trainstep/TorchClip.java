package org.clipspark.benchmarks.trainstep;

import static org.bytedeco.pytorch.global.torch.cross_entropy_loss;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.encoder.TextConfig;

/** CLIP with the modules that PyTorch users take. */
public final class TorchClip {
    private final int batch;
    private final ModelConfig config;
    private final TorchParameters parameters;
    private final TorchImageTower imageTower;
    private final TorchTransformer textBlocks;

    /** The model of a case with these parameters. */
    public TorchClip(TrainCase trainCase, TorchParameters parameters) {
        this.batch = trainCase.batch();
        this.config = trainCase.config();
        this.parameters = parameters;
        TextConfig text = config.text();
        this.imageTower = TorchImageTower.of(trainCase, parameters);
        this.textBlocks = TorchTransformer.causal(parameters, "transformer", text.layers(), text.heads());
    }

    /** Images in our patch order to {@code [B, 3, H, W]}, once. */
    public Tensor planes(float[] patches) {
        int size = config.vision().size().width();
        int patch = config.vision().patchSize();
        int across = size / patch;
        return torch.tensor(patches)
                .reshape(batch, across, across, 3, patch, patch)
                .permute(0, 3, 1, 4, 2, 5)
                .reshape(batch, 3, size, size)
                .contiguous();
    }

    /** Embeddings {@code [B, E]} of norm 1 of images {@code [B, 3, H, W]}. */
    public Tensor embedImages(Tensor images) {
        return normalized(imageTower.encode(images));
    }

    /** Embeddings {@code [B, E]} of norm 1 of texts {@code [B, T]}. */
    public Tensor embedTexts(Tensor texts) {
        return normalized(encodeTexts(texts));
    }

    /** Mean symmetric cross entropy: {@code images [B, 3, H, W]}, {@code texts [B, T]}, {@code labels [B]}. */
    Tensor loss(Tensor images, Tensor texts, Tensor labels) {
        Tensor image = embedImages(images);
        Tensor text = embedTexts(texts);
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

    private Tensor encodeTexts(Tensor texts) {
        Tensor x = torch.embedding(parameters.value("token_embedding.weight"), texts)
                .add(parameters.value("positional_embedding"));
        // The end token has the largest id.
        Tensor starts =
                torch.arange(new Scalar(batch)).mul(new Scalar(config.text().contextLength()));
        Tensor ends = texts.argmax(new LongOptional(1), false).add(starts);
        Tensor pooled = textBlocks.forward(x).flatten(0, 1).index_select(0, ends);
        return parameters.norm("ln_final", pooled).matmul(parameters.value("text_projection"));
    }
}
