package org.clipspark.model.compute.cuda.product;

import org.bytedeco.cuda.cudnn.cudnnContext;
import org.bytedeco.cuda.global.cudnn;
import org.clipspark.model.compute.cuda.device.CudaException;
import org.clipspark.model.compute.cuda.device.CudaLibrary;
import org.clipspark.model.compute.cuda.device.CudaRuntime;

/** cuDNN on the stream of a runtime. */
final class CudnnHandle {
    private final cudnnContext context = new cudnnContext();

    /**
     * Loads cuDNN.
     *
     * @throws CudaException if it is not there
     */
    CudnnHandle(CudaRuntime runtime) {
        CudaLibrary.CONVOLUTIONS.load();
        runtime.enter();
        check(cudnn.cudnnCreate(context), "start on " + runtime.card());
        check(cudnn.cudnnSetStream(context, runtime.stream()), "use a stream");
    }

    cudnnContext context() {
        return context;
    }

    static void check(int status, String call) {
        if (status != cudnn.CUDNN_STATUS_SUCCESS) {
            throw new CudaException("cuDNN cannot " + call + ": "
                    + cudnn.cudnnGetErrorString(status).getString());
        }
    }

    void close() {
        check(cudnn.cudnnDestroy(context), "stop");
    }
}
