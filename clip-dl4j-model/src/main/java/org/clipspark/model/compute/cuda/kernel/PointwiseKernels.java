package org.clipspark.model.compute.cuda.kernel;

import org.clipspark.model.compute.Activation;
import org.clipspark.model.compute.cuda.device.CudaRuntime;
import org.clipspark.model.compute.cuda.device.CudaTensor;
import org.clipspark.model.compute.cuda.device.Launch;

/** Operations on each element by itself; what they compute is in {@link org.clipspark.model.compute.Backend}. */
public final class PointwiseKernels {
    private final KernelFile file;

    /** Kernels of that card. */
    public PointwiseKernels(CudaRuntime runtime) {
        this.file = new KernelFile(runtime, "pointwise");
    }

    /** {@code x = value}. */
    public void fill(CudaTensor x, double value) {
        over(x.size(), "fill", x).tensor(x).float32(value).int64(x.size()).run();
    }

    /** {@code to = from}; types may differ. */
    public void copy(CudaTensor from, CudaTensor to) {
        over(from.size(), "copy", from, to)
                .tensor(from)
                .tensor(to)
                .int64(from.size())
                .run();
    }

    /** {@code y += alpha * x}; types may differ. */
    public void addScaledInPlace(double alpha, CudaTensor x, CudaTensor y) {
        over(x.size(), "add_scaled", x, y)
                .float32(alpha)
                .tensor(x)
                .tensor(y)
                .int64(x.size())
                .run();
    }

    /** {@code x *= alpha}. */
    public void scaleInPlace(double alpha, CudaTensor x) {
        over(x.size(), "scale", x).float32(alpha).tensor(x).int64(x.size()).run();
    }

    /** {@code y = activation(x)}. */
    public void activation(Activation activation, CudaTensor x, CudaTensor y) {
        KernelFile.requireSame(x, y);
        over(x.size(), "activation", x)
                .int32(number(activation))
                .tensor(x)
                .tensor(y)
                .int64(x.size())
                .run();
    }

    /** {@code dx = dy * activation'(x)}. */
    public void activationBackward(Activation activation, CudaTensor x, CudaTensor dy, CudaTensor dx) {
        KernelFile.requireSame(x, dy, dx);
        over(x.size(), "activation_backward", x)
                .int32(number(activation))
                .tensor(x)
                .tensor(dy)
                .tensor(dx)
                .int64(x.size())
                .run();
    }

    /** As the kernels number them. */
    private static int number(Activation activation) {
        return switch (activation) {
            case GELU -> 0;
            case QUICK_GELU -> 1;
            case GELU_TANH -> 2;
            case RELU -> 3;
        };
    }

    /** {@code y = max(0, x + y)}. */
    public void addRectified(CudaTensor x, CudaTensor y) {
        KernelFile.requireSame(x, y);
        over(x.size(), "add_rectified", x).tensor(x).tensor(y).int64(x.size()).run();
    }

    /** {@code y = x * gain} for each row; the gain is in single precision. */
    public void scaleColumns(CudaTensor x, CudaTensor gain, CudaTensor y) {
        scaled("scale_columns", x, gain, y);
    }

    /** {@code y = gain * x} for each column; the gain is in single precision. */
    public void scaleRows(CudaTensor x, CudaTensor gain, CudaTensor y) {
        scaled("scale_rows", x, gain, y);
    }

    private void scaled(String kernel, CudaTensor x, CudaTensor gain, CudaTensor y) {
        KernelFile.requireSame(x, y);
        KernelFile.requireFloats(gain);
        file.launch(kernel, file.rows(x.rows(), x.columns()), x)
                .tensor(x)
                .tensor(gain)
                .tensor(y)
                .int64(x.rows())
                .int32(x.columns())
                .run();
    }

    private Launch over(long count, String kernel, CudaTensor... typed) {
        return file.launch(kernel, file.elements(count), typed);
    }
}
