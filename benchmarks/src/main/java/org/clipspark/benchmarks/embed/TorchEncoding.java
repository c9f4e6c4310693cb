package org.clipspark.benchmarks.embed;

import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.clipspark.benchmarks.trainstep.StartingPoint;
import org.clipspark.benchmarks.trainstep.TorchClip;
import org.clipspark.benchmarks.trainstep.TorchParameters;

/** The same on libtorch, without gradients. */
final class TorchEncoding implements Encoding {
    private final PointerScope lifetime = new PointerScope();
    private final TorchClip model;
    private final Tensor batch;
    private final boolean ofImages;

    TorchEncoding(boolean ofImages, int threads) {
        this.ofImages = ofImages;
        torch.set_num_threads(threads);
        StartingPoint start = new StartingPoint(CASE);
        model = new TorchClip(CASE, new TorchParameters(CASE, start));
        batch = ofImages ? model.planes(start.images()) : TorchParameters.longs(start.texts(), CASE.batch());
    }

    @Override
    public float[] run() {
        PointerScope pass = new PointerScope();
        NoGradGuard frozen = new NoGradGuard();
        try (pass;
                frozen) {
            Tensor rows = (ofImages ? model.embedImages(batch) : model.embedTexts(batch)).contiguous();
            float[] values = new float[Math.toIntExact(rows.numel())];
            rows.data_ptr_float().get(values);
            return values;
        }
    }

    @Override
    public void close() {
        lifetime.close();
    }
}
