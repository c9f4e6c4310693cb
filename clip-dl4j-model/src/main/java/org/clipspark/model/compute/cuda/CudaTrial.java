package org.clipspark.model.compute.cuda;

import org.clipspark.model.compute.Activation;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.Precision;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.compute.Transpose;
import org.clipspark.model.compute.cuda.device.CudaException;
import org.clipspark.model.compute.cuda.device.GpuCard;
import org.clipspark.model.compute.cuda.device.KernelCompiler;

/**
 * A small computation on a card, for which all that training needs but cuDNN must be there.
 *
 * @param card what computed
 * @param compiler version of NVRTC
 */
public record CudaTrial(GpuCard card, String compiler) {
    /**
     * Multiplies two matrices and launches a kernel.
     *
     * @param device number of the card in this process
     * @throws CudaException if something is missing or too old, naming the fix, or if the result is wrong
     */
    public static CudaTrial run(int device) {
        BackendSettings settings = new BackendSettings(ElementType.FLOAT32, 1, Precision.FP32, device);
        try (Backend backend = CudaBackend.open(settings)) {
            Tensor a = backend.allocate(ElementType.FLOAT32, Shape.of(2, 2));
            Tensor c = backend.allocate(ElementType.FLOAT32, Shape.of(2, 2));
            backend.write(a, 0, new float[] {1, 2, 3, -4}, 0, 4);
            backend.matmul(Transpose.NO, a, Transpose.NO, a, 1, 0, c);
            backend.activation(Activation.RELU, c, c);
            float[] product = new float[4];
            backend.read(c, 0, product, 0, product.length);
            if (product[0] != 7 || product[1] != 0 || product[2] != 0 || product[3] != 22) {
                throw new CudaException("GPU " + device + " computes a wrong product: restart the machine, then have"
                        + " the card checked");
            }
        }
        return new CudaTrial(GpuCard.of(device), new KernelCompiler().version());
    }

    /** What works, for people. */
    public String line() {
        return card + " of compute capability " + card.capability() + " computes; kernels by NVRTC " + compiler;
    }
}
