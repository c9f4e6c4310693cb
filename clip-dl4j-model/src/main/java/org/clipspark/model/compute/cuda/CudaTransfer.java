package org.clipspark.model.compute.cuda;

import org.clipspark.model.compute.ShapeCheck;
import org.clipspark.model.compute.cuda.device.CudaRuntime;
import org.clipspark.model.compute.cuda.device.CudaTensor;

/** Copies between Java arrays and tensors, converting the precision on the way. */
final class CudaTransfer {
    private static final int BLOCK = 1 << 16;

    private final CudaRuntime runtime;

    CudaTransfer(CudaRuntime runtime) {
        this.runtime = runtime;
    }

    void write(CudaTensor to, long offset, float[] from, int fromIndex, int count) {
        ShapeCheck.floating("write", "to", to);
        ShapeCheck.transfer("write", to, offset, from.length, fromIndex, count);
        runtime.write(to, offset, from, fromIndex, count);
    }

    void write(CudaTensor to, long offset, double[] from, int fromIndex, int count) {
        ShapeCheck.floating("write", "to", to);
        ShapeCheck.transfer("write", to, offset, from.length, fromIndex, count);
        float[] block = new float[Math.min(BLOCK, count)];
        for (int done = 0; done < count; done += block.length) {
            int some = Math.min(block.length, count - done);
            for (int i = 0; i < some; i++) {
                block[i] = (float) from[fromIndex + done + i];
            }
            runtime.write(to, offset + done, block, 0, some);
        }
    }

    void write(CudaTensor to, long offset, int[] from, int fromIndex, int count) {
        ShapeCheck.int32("write", "to", to);
        ShapeCheck.transfer("write", to, offset, from.length, fromIndex, count);
        runtime.write(to, offset, from, fromIndex, count);
    }

    void read(CudaTensor from, long offset, float[] to, int toIndex, int count) {
        ShapeCheck.floating("read", "from", from);
        ShapeCheck.transfer("read", from, offset, to.length, toIndex, count);
        runtime.read(from, offset, to, toIndex, count);
    }

    void read(CudaTensor from, long offset, double[] to, int toIndex, int count) {
        ShapeCheck.floating("read", "from", from);
        ShapeCheck.transfer("read", from, offset, to.length, toIndex, count);
        float[] block = new float[Math.min(BLOCK, count)];
        for (int done = 0; done < count; done += block.length) {
            int some = Math.min(block.length, count - done);
            runtime.read(from, offset + done, block, 0, some);
            for (int i = 0; i < some; i++) {
                to[toIndex + done + i] = block[i];
            }
        }
    }
}
