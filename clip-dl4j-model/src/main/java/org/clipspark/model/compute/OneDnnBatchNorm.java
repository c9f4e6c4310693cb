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
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WORKSPACE;
import static org.bytedeco.dnnl.global.dnnl.dnnl_backward;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_fuse_norm_relu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_global_stats;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_scale;
import static org.bytedeco.dnnl.global.dnnl.dnnl_use_shift;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.bytedeco.dnnl.batch_normalization_backward;
import org.bytedeco.dnnl.batch_normalization_forward;
import org.bytedeco.dnnl.memory;
import org.bytedeco.javacpp.Pointer;
import org.clipspark.model.compute.FeatureMapOperations.BatchNorm;
import org.clipspark.model.compute.FeatureMapOperations.BatchNormBackward;
import org.clipspark.model.compute.FeatureMapOperations.Statistics;

/** Batch normalisation; the rows are the positions of one map. */
final class OneDnnBatchNorm {
    private final OneDnnRuntime runtime;
    private final HostColumnStatistics statistics;
    private final OneDnnPointwise pointwise;
    private final OneDnnScratch normalized = new OneDnnScratch();
    private final OneDnnScratch gainGradient = new OneDnnScratch();
    private final OneDnnScratch shiftGradient = new OneDnnScratch();
    private final Map<Key, OneDnnCall> forwards = new HashMap<>();
    private final Map<Key, OneDnnCall> backwards = new HashMap<>();
    private final Map<Key, Long> workspaces = new HashMap<>();

    private record Key(Statistics statistics, boolean isRectified, long rows, long channels, double epsilon) {
        static Key of(BatchNorm arguments, Statistics statistics) {
            return new Key(
                    statistics,
                    arguments.signs().isPresent(),
                    Extent.rows(arguments.x()),
                    Extent.columns(arguments.x()),
                    arguments.epsilon());
        }

        int flags() {
            int flags = dnnl_use_scale | dnnl_use_shift;
            if (statistics == Statistics.GIVEN) {
                flags |= dnnl_use_global_stats;
            }
            return isRectified ? flags | dnnl_fuse_norm_relu : flags;
        }

        memory.desc body() {
            return OneDnnBatchNorm.body(rows, channels);
        }

        memory.desc each() {
            return OneDnnRuntime.rowMajor(channels);
        }
    }

    OneDnnBatchNorm(OneDnnRuntime runtime, OneDnnPointwise pointwise, HostThreads threads) {
        this.runtime = runtime;
        this.pointwise = pointwise;
        this.statistics = new HostColumnStatistics(threads);
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
            statistics.measure(OneDnnTensor.of(arguments.x()), mean, variance);
        }
        if (notesSigns(arguments)) {
            normalize(arguments, arguments.y());
        } else {
            normalize(arguments.linear(), arguments.y());
            OneDnnTensor y = OneDnnTensor.of(arguments.y());
            pointwise.activation(Activation.RELU, y, y);
        }
    }

    /** Whether oneDNN needs no more than a bit for each sign: it does so for channels in whole vectors. */
    private boolean notesSigns(BatchNorm arguments) {
        if (arguments.signs().isEmpty()) {
            return true;
        }
        long room = arguments.signs().orElseThrow().size() * Float.BYTES;
        return workspaces.computeIfAbsent(
                        Key.of(arguments, Statistics.GIVEN),
                        key -> descriptor(key).workspace_desc().get_size())
                <= room;
    }

    private void normalize(BatchNorm arguments, Tensor y) {
        OneDnnCall call = forwards.computeIfAbsent(Key.of(arguments, Statistics.GIVEN), this::planForward);
        runtime.run(
                call,
                addresses(
                        arguments.signs(),
                        arguments.x(),
                        arguments.gamma(),
                        arguments.beta(),
                        y,
                        arguments.mean(),
                        arguments.variance()));
    }

    /** Of these tensors, and at the end of the signs, if any. */
    private static Pointer[] addresses(Optional<Tensor> signs, Tensor... tensors) {
        return Stream.concat(Stream.of(tensors), signs.stream())
                .map(tensor -> OneDnnTensor.of(tensor).address())
                .toArray(Pointer[]::new);
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
        OneDnnCall.Builder call = runtime.call()
                .argument(DNNL_ARG_SRC, key.body())
                .argument(DNNL_ARG_SCALE, key.each())
                .argument(DNNL_ARG_SHIFT, key.each())
                .argument(DNNL_ARG_DST, key.body())
                .argument(DNNL_ARG_MEAN, key.each())
                .argument(DNNL_ARG_VARIANCE, key.each());
        return withSigns(key, call, descriptor.workspace_desc())
                .sharedScratchpad(descriptor.scratchpad_desc())
                .build(new batch_normalization_forward(descriptor));
    }

    void backward(BatchNormBackward arguments) {
        BatchNorm forward = arguments.forward();
        if (notesSigns(forward)) {
            backward(forward, arguments, arguments.dy());
            return;
        }
        OneDnnTensor dx = OneDnnTensor.of(arguments.dx());
        Tensor y = normalized.floats(dx.size()).view(0, dx.shape());
        normalize(forward.linear(), y);
        pointwise.activationBackward(Activation.RELU, OneDnnTensor.of(y), OneDnnTensor.of(arguments.dy()), dx);
        backward(forward.linear(), arguments, dx);
    }

    private void backward(BatchNorm forward, BatchNormBackward arguments, Tensor dy) {
        Key key = Key.of(forward, forward.statistics());
        OneDnnCall call = backwards.computeIfAbsent(key, this::planBackward);
        OneDnnTensor gain = gainGradient.floats(key.channels());
        OneDnnTensor shift = shiftGradient.floats(key.channels());
        runtime.run(
                call,
                addresses(
                        forward.signs(),
                        forward.x(),
                        dy,
                        forward.mean(),
                        forward.variance(),
                        forward.gamma(),
                        arguments.dx(),
                        gain,
                        shift));
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
        OneDnnCall.Builder call = runtime.call()
                .argument(DNNL_ARG_SRC, key.body())
                .argument(DNNL_ARG_DIFF_DST, key.body())
                .argument(DNNL_ARG_MEAN, key.each())
                .argument(DNNL_ARG_VARIANCE, key.each())
                .argument(DNNL_ARG_SCALE, key.each())
                .argument(DNNL_ARG_DIFF_SRC, key.body())
                .argument(DNNL_ARG_DIFF_SCALE, key.each())
                .argument(DNNL_ARG_DIFF_SHIFT, key.each());
        return withSigns(key, call, descriptor.workspace_desc())
                .sharedScratchpad(descriptor.scratchpad_desc())
                .build(new batch_normalization_backward(descriptor));
    }

    private static OneDnnCall.Builder withSigns(Key key, OneDnnCall.Builder call, memory.desc workspace) {
        return key.isRectified() ? call.argument(DNNL_ARG_WORKSPACE, workspace) : call;
    }

    void close() {
        normalized.close();
        gainGradient.close();
        shiftGradient.close();
    }
}
