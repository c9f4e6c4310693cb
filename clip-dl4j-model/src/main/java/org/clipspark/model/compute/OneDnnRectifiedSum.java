package org.clipspark.model.compute;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_0;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC_1;
import static org.bytedeco.dnnl.global.dnnl.dnnl_binary_add;
import static org.bytedeco.dnnl.global.dnnl.dnnl_eltwise_relu;

import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;

/** The end of a residual block: a sum and a rectifier in one pass. */
final class OneDnnRectifiedSum {
    private final OneDnnRuntime runtime;

    OneDnnRectifiedSum(OneDnnRuntime runtime) {
        this.runtime = runtime;
    }

    void run(OneDnnTensor x, OneDnnTensor y) {
        runtime.run(
                "addRectified",
                new long[] {x.size()},
                () -> plan(OneDnnRuntime.rowMajor(1, x.size())),
                y.address(),
                x.address(),
                y.address());
    }

    private OneDnnCall plan(memory.desc row) {
        post_ops after = new post_ops();
        after.append_eltwise(dnnl_eltwise_relu, 0, 0);
        primitive_attr attributes = OneDnnRuntime.sharingScratchpad();
        attributes.set_post_ops(after);
        binary.primitive_desc descriptor =
                new binary.primitive_desc(runtime.engine(), dnnl_binary_add, row, row, row, attributes, false);
        return runtime.call()
                .argument(DNNL_ARG_SRC_0, row)
                .argument(DNNL_ARG_SRC_1, row)
                .argument(DNNL_ARG_DST, row)
                .sharedScratchpad(descriptor.scratchpad_desc())
                .build(new binary(descriptor));
    }
}
