package org.clipspark.benchmarks.trainstep;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.clipspark.model.ClipModel;

/** The same step on libtorch: autograd, its fused attention and its fused AdamW. */
final class TorchTrainStep implements TrainStep {
    private final TorchParameters parameters;
    private final TorchClip model;
    private final TorchAdamW optimizer;
    private final Tensor images;
    private final Tensor texts;
    private final Tensor labels;
    private final PointerScope lifetime = new PointerScope();

    TorchTrainStep(TrainCase trainCase, int threads) {
        torch.set_num_threads(threads);
        StartingPoint start = new StartingPoint(trainCase);
        parameters = new TorchParameters(trainCase, start);
        model = new TorchClip(trainCase, parameters);
        optimizer = new TorchAdamW(parameters);
        images = model.planes(start.images());
        texts = TorchParameters.longs(start.texts(), trainCase.batch());
        labels = torch.arange(new Scalar(trainCase.batch())).to(torch.ScalarType.Long);
    }

    @Override
    public double run() {
        PointerScope step = new PointerScope();
        try (step) {
            parameters.clearGradients();
            Tensor loss = model.loss(images, texts, labels);
            loss.backward();
            optimizer.step();
            clampLogitScale();
            return loss.item_float();
        }
    }

    private void clampLogitScale() {
        NoGradGuard frozen = new NoGradGuard();
        try (frozen) {
            parameters
                    .value(ClipModel.LOGIT_SCALE)
                    .clamp_(new ScalarOptional(new Scalar(0.0)), new ScalarOptional(new Scalar(MAXIMUM_LOGIT_SCALE)));
        }
    }

    @Override
    public double productSeconds() {
        return 0;
    }

    @Override
    public void close() {
        lifetime.close();
    }
}
