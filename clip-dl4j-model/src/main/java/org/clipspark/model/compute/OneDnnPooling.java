package org.clipspark.model.compute;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_pooling_avg_exclude_padding;

import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;

/** Means of windows. */
final class OneDnnPooling {
    private static final long[] NONE = {0, 0};

    private final OneDnnRuntime runtime;

    OneDnnPooling(OneDnnRuntime runtime) {
        this.runtime = runtime;
    }

    void forward(MapShape input, int window, OneDnnTensor x, OneDnnTensor y) {
        runtime.run(
                "averagePool",
                key(input, window),
                () -> runtime.call()
                        .argument(DNNL_ARG_SRC, OneDnnRuntime.maps(input))
                        .argument(DNNL_ARG_DST, OneDnnRuntime.maps(input.pooled(window)))
                        .build(new pooling_forward(descriptor(input, window))),
                x.address(),
                y.address());
    }

    void backward(MapShape input, int window, OneDnnTensor dy, OneDnnTensor dx) {
        runtime.run(
                "averagePoolBackward",
                key(input, window),
                () -> {
                    memory.desc small = OneDnnRuntime.maps(input.pooled(window));
                    memory.desc large = OneDnnRuntime.maps(input);
                    return runtime.call()
                            .argument(DNNL_ARG_DIFF_DST, small)
                            .argument(DNNL_ARG_DIFF_SRC, large)
                            .build(new pooling_backward(new pooling_backward.primitive_desc(
                                    runtime.engine(),
                                    dnnl_pooling_avg_exclude_padding,
                                    large,
                                    small,
                                    both(window),
                                    both(window),
                                    NONE,
                                    NONE,
                                    NONE,
                                    descriptor(input, window))));
                },
                dy.address(),
                dx.address());
    }

    private pooling_forward.primitive_desc descriptor(MapShape input, int window) {
        return new pooling_forward.primitive_desc(
                runtime.engine(),
                dnnl_forward_training,
                dnnl_pooling_avg_exclude_padding,
                OneDnnRuntime.maps(input),
                OneDnnRuntime.maps(input.pooled(window)),
                both(window),
                both(window),
                NONE,
                NONE,
                NONE);
    }

    private static long[] key(MapShape input, int window) {
        return new long[] {input.batch(), input.height(), input.width(), input.channels(), window};
    }

    private static long[] both(int value) {
        return new long[] {value, value};
    }
}
