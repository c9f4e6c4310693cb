package org.clipspark.model.compute;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_VARIANCE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_global_stats;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scale;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_shift;

import java.util.HashMap;
import java.util.Map;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.memory;
import org.clipspark.model.compute.FeatureMapOperations.BatchNorm;
import org.clipspark.model.compute.FeatureMapOperations.BatchNormBackward;
import org.clipspark.model.compute.FeatureMapOperations.Statistics;

/** Batch normalisation; the rows are the positions of one map. */
final class OneDnnBatchNorm {
    private final OneDnnRuntime runtime;
    private final OneDnnBatchStatistics statistics;
    private final OneDnnScratch gainGradient = new OneDnnScratch();
    private final OneDnnScratch shiftGradient = new OneDnnScratch();
    private final Map<Key, OneDnnCall> forwards = new HashMap<>();
    private final Map<Key, OneDnnCall> backwards = new HashMap<>();

    private record Key(Statistics statistics, long rows, long channels, double epsilon) {
        static Key of(BatchNorm arguments, Statistics statistics) {
            return new Key(statistics, Extent.rows(arguments.x()), Extent.columns(arguments.x()), arguments.epsilon());
        }

        int flags() {
            int affine = dnnl_use_scale | dnnl_use_shift;
            return statistics == Statistics.GIVEN ? affine | dnnl_use_global_stats : affine;
        }

        memory.desc body() {
            return OneDnnBatchNorm.body(rows, channels);
        }

        memory.desc each() {
            return OneDnnRuntime.rowMajor(channels);
        }
    }

    OneDnnBatchNorm(OneDnnRuntime runtime) {
        this.runtime = runtime;
        this.statistics = new OneDnnBatchStatistics(runtime);
    }

    /** Descriptor of rows of channels, as the positions of one map. */
    static memory.desc body(long rows, long channels) {
        return OneDnnRuntime.strided(
                new long[] {1, channels, rows, 1}, new long[] {rows * channels, 1, channels, channels});
    }

    void forward(BatchNorm arguments) {
        OneDnnTensor mean = OneDnnTensor.of(arguments.mean());
        OneDnnTensor variance = OneDnnTensor.of(arguments.variance());
        if (arguments.statistics() == Statistics.OF_BATCH) {
            statistics.measure(OneDnnTensor.of(arguments.x()), OneDnnTensor.of(arguments.y()), mean, variance);
        }
        OneDnnCall call = forwards.computeIfAbsent(Key.of(arguments, Statistics.GIVEN), this::planForward);
        runtime.run(
                call,
                OneDnnTensor.of(arguments.x()).address(),
                OneDnnTensor.of(arguments.gamma()).address(),
                OneDnnTensor.of(arguments.beta()).address(),
                OneDnnTensor.of(arguments.y()).address(),
                mean.address(),
                variance.address());
    }

    private batch_normalization_forward.primitive_desc descriptor(Key key) {
        return new batch_normalization_forward.primitive_desc(
                runtime.engine(),
                dnnl_forward_training,
                key.body(),
                key.body(),
                (float) key.epsilon(),
                key.flags(),
                OneDnnRuntime.sharingScratchpad(),
                false);
    }

    private OneDnnCall planForward(Key key) {
        batch_normalization_forward.primitive_desc descriptor = descriptor(key);
        return runtime.call()
                .argument(DNNL_ARG_SRC, key.body())
                .argument(DNNL_ARG_SCALE, key.each())
                .argument(DNNL_ARG_SHIFT, key.each())
                .argument(DNNL_ARG_DST, key.body())
                .argument(DNNL_ARG_MEAN, key.each())
                .argument(DNNL_ARG_VARIANCE, key.each())
                .sharedScratchpad(descriptor.scratchpad_desc())
                .build(new batch_normalization_forward(descriptor));
    }

    void backward(BatchNormBackward arguments) {
        BatchNorm forward = arguments.forward();
        Key key = Key.of(forward, forward.statistics());
        OneDnnCall call = backwards.computeIfAbsent(key, this::planBackward);
        OneDnnTensor gain = gainGradient.floats(key.channels());
        OneDnnTensor shift = shiftGradient.floats(key.channels());
        runtime.run(
                call,
                OneDnnTensor.of(forward.x()).address(),
                OneDnnTensor.of(arguments.dy()).address(),
                OneDnnTensor.of(forward.mean()).address(),
                OneDnnTensor.of(forward.variance()).address(),
                OneDnnTensor.of(forward.gamma()).address(),
                OneDnnTensor.of(arguments.dx()).address(),
                gain.address(),
                shift.address());
        HostLoops.addScaled(1, gain, OneDnnTensor.of(arguments.dgamma()), key.channels());
        HostLoops.addScaled(1, shift, OneDnnTensor.of(arguments.dbeta()), key.channels());
    }

    private OneDnnCall planBackward(Key key) {
        batch_normalization_backward.primitive_desc descriptor = new batch_normalization_backward.primitive_desc(
                runtime.engine(),
                dnnl_backward,
                key.body(),
                key.body(),
                key.body(),
                (float) key.epsilon(),
                key.flags(),
                descriptor(key),
                OneDnnRuntime.sharingScratchpad(),
                false);
        return runtime.call()
                .argument(DNNL_ARG_SRC, key.body())
                .argument(DNNL_ARG_DIFF_DST, key.body())
                .argument(DNNL_ARG_MEAN, key.each())
                .argument(DNNL_ARG_VARIANCE, key.each())
                .argument(DNNL_ARG_SCALE, key.each())
                .argument(DNNL_ARG_DIFF_SRC, key.body())
                .argument(DNNL_ARG_DIFF_SCALE, key.each())
                .argument(DNNL_ARG_DIFF_SHIFT, key.each())
                .sharedScratchpad(descriptor.scratchpad_desc())
                .build(new batch_normalization_backward(descriptor));
    }

    void close() {
        statistics.close();
        gainGradient.close();
        shiftGradient.close();
    }
}
