package org.clipspark.model.compute;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SHIFT;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_MEAN;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCALE;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
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
    private final OneDnnScratch scratchpad = new OneDnnScratch();
    private final OneDnnBatchStatistics statistics;
    private final OneDnnScratch gainGradient = new OneDnnScratch();
    private final OneDnnScratch shiftGradient = new OneDnnScratch();
    private final Map<Key, Plan> forwards = new HashMap<>();
    private final Map<Key, Plan> backwards = new HashMap<>();

    private record Key(Statistics statistics, long rows, long channels, double epsilon) {
        static Key of(BatchNorm arguments, Statistics statistics) {
            return new Key(statistics, Extent.rows(arguments.x()), Extent.columns(arguments.x()), arguments.epsilon());
        }

        int flags() {
            int affine = dnnl_use_scale | dnnl_use_shift;
            return statistics == Statistics.GIVEN ? affine | dnnl_use_global_stats : affine;
        }

        memory.desc body() {
            return OneDnnRuntime.strided(
                    new long[] {1, channels, rows, 1}, new long[] {rows * channels, 1, channels, channels});
        }

        memory.desc each() {
            return OneDnnRuntime.rowMajor(channels);
        }
    }

    private record Plan(OneDnnCall call, long scratchBytes) {}

    OneDnnBatchNorm(OneDnnRuntime runtime) {
        this.runtime = runtime;
        this.statistics = new OneDnnBatchStatistics(runtime, scratchpad);
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
        Plan plan = forwards.computeIfAbsent(Key.of(arguments, Statistics.GIVEN), this::planForward);
        runtime.run(
                plan.call(),
                OneDnnTensor.of(arguments.x()).address(),
                OneDnnTensor.of(arguments.gamma()).address(),
                OneDnnTensor.of(arguments.beta()).address(),
                OneDnnTensor.of(arguments.y()).address(),
                mean.address(),
                variance.address(),
                scratchpad.atLeast(plan.scratchBytes()));
    }

    private batch_normalization_forward.primitive_desc descriptor(Key key) {
        return new batch_normalization_forward.primitive_desc(
                runtime.engine(),
                dnnl_forward_training,
                key.body(),
                key.body(),
                (float) key.epsilon(),
                key.flags(),
                OneDnnConvolution.withOwnScratchpad(),
                false);
    }

    private Plan planForward(Key key) {
        batch_normalization_forward.primitive_desc descriptor = descriptor(key);
        memory.desc scratch = descriptor.scratchpad_desc();
        OneDnnCall call = runtime.call()
                .argument(DNNL_ARG_SRC, key.body())
                .argument(DNNL_ARG_SCALE, key.each())
                .argument(DNNL_ARG_SHIFT, key.each())
                .argument(DNNL_ARG_DST, key.body())
                .argument(DNNL_ARG_MEAN, key.each())
                .argument(DNNL_ARG_VARIANCE, key.each())
                .argument(DNNL_ARG_SCRATCHPAD, scratch)
                .build(new batch_normalization_forward(descriptor));
        return new Plan(call, scratch.get_size());
    }

    void backward(BatchNormBackward arguments) {
        BatchNorm forward = arguments.forward();
        Key key = Key.of(forward, forward.statistics());
        Plan plan = backwards.computeIfAbsent(key, this::planBackward);
        OneDnnTensor gain = gainGradient.floats(key.channels());
        OneDnnTensor shift = shiftGradient.floats(key.channels());
        runtime.run(
                plan.call(),
                OneDnnTensor.of(forward.x()).address(),
                OneDnnTensor.of(arguments.dy()).address(),
                OneDnnTensor.of(forward.mean()).address(),
                OneDnnTensor.of(forward.variance()).address(),
                OneDnnTensor.of(forward.gamma()).address(),
                OneDnnTensor.of(arguments.dx()).address(),
                gain.address(),
                shift.address(),
                scratchpad.atLeast(plan.scratchBytes()));
        HostLoops.addScaled(1, gain, OneDnnTensor.of(arguments.dgamma()), key.channels());
        HostLoops.addScaled(1, shift, OneDnnTensor.of(arguments.dbeta()), key.channels());
    }

    private Plan planBackward(Key key) {
        batch_normalization_backward.primitive_desc descriptor = new batch_normalization_backward.primitive_desc(
                runtime.engine(),
                dnnl_backward,
                key.body(),
                key.body(),
                key.body(),
                (float) key.epsilon(),
                key.flags(),
                descriptor(key),
                OneDnnConvolution.withOwnScratchpad(),
                false);
        memory.desc scratch = descriptor.scratchpad_desc();
        OneDnnCall call = runtime.call()
                .argument(DNNL_ARG_SRC, key.body())
                .argument(DNNL_ARG_DIFF_DST, key.body())
                .argument(DNNL_ARG_MEAN, key.each())
                .argument(DNNL_ARG_VARIANCE, key.each())
                .argument(DNNL_ARG_SCALE, key.each())
                .argument(DNNL_ARG_DIFF_SRC, key.body())
                .argument(DNNL_ARG_DIFF_SCALE, key.each())
                .argument(DNNL_ARG_DIFF_SHIFT, key.each())
                .argument(DNNL_ARG_SCRATCHPAD, scratch)
                .build(new batch_normalization_backward(descriptor));
        return new Plan(call, scratch.get_size());
    }

    void close() {
        statistics.close();
        scratchpad.close();
        gainGradient.close();
        shiftGradient.close();
    }
}
