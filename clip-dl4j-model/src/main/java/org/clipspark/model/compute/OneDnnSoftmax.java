package org.clipspark.model.compute;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DIFF_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_forward_training;
import static org.bytedeco.dnnl.global.dnnl.dnnl_softmax_accurate;

import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.softmax_backward;
import org.bytedeco.dnnl.softmax_forward;

/** Softmax of the rows of attention's scores, and its backward pass. */
final class OneDnnSoftmax {
    private final OneDnnRuntime runtime;

    OneDnnSoftmax(OneDnnRuntime runtime) {
        this.runtime = runtime;
    }

    /** Turns rows of that many scores into probabilities. */
    void forwardInPlace(OneDnnTensor scores, long width) {
        long rows = scores.size() / width;
        runtime.run(
                "softmax",
                new long[] {rows, width},
                () -> {
                    memory.desc body = OneDnnRuntime.rowMajor(rows, width);
                    softmax_forward.primitive_desc descriptor = forwardDescriptor(body);
                    return runtime.call()
                            .argument(DNNL_ARG_SRC, body)
                            .argument(DNNL_ARG_DST, body)
                            .sharedScratchpad(descriptor.scratchpad_desc())
                            .build(new softmax_forward(descriptor));
                },
                scores.address(),
                scores.address());
    }

    /** Turns the gradient of the probabilities into that of the scores. */
    void backwardInPlace(OneDnnTensor probabilities, OneDnnTensor gradient, long width) {
        long rows = probabilities.size() / width;
        runtime.run(
                "softmaxBackward",
                new long[] {rows, width},
                () -> backward(OneDnnRuntime.rowMajor(rows, width)),
                probabilities.address(),
                gradient.address(),
                gradient.address());
    }

    private OneDnnCall backward(memory.desc body) {
        softmax_backward.primitive_desc descriptor = new softmax_backward.primitive_desc(
                runtime.engine(),
                dnnl_softmax_accurate,
                body,
                body,
                body,
                1,
                forwardDescriptor(body),
                OneDnnRuntime.sharingScratchpad(),
                false);
        return runtime.call()
                .argument(DNNL_ARG_DST, body)
                .argument(DNNL_ARG_DIFF_DST, body)
                .argument(DNNL_ARG_DIFF_SRC, body)
                .sharedScratchpad(descriptor.scratchpad_desc())
                .build(new softmax_backward(descriptor));
    }

    private softmax_forward.primitive_desc forwardDescriptor(memory.desc body) {
        return new softmax_forward.primitive_desc(
                runtime.engine(),
                dnnl_forward_training,
                dnnl_softmax_accurate,
                body,
                body,
                1,
                OneDnnRuntime.sharingScratchpad(),
                false);
    }
}
