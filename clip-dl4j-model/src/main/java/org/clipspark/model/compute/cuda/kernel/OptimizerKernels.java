package org.clipspark.model.compute.cuda.kernel;

import java.util.Optional;
import org.clipspark.model.compute.AdamWStep;
import org.clipspark.model.compute.cuda.device.CudaRuntime;
import org.clipspark.model.compute.cuda.device.CudaTensor;
import org.clipspark.model.compute.cuda.device.Launch;

/** Updates of parameters; what they compute is in {@link org.clipspark.model.compute.Backend}. */
public final class OptimizerKernels {
    private final KernelFile file;

    /** Kernels of that card. */
    public OptimizerKernels(CudaRuntime runtime) {
        this.file = new KernelFile(runtime, "optimizer");
    }

    /**
     * One AdamW update, all in single precision.
     *
     * @param bf16Shadow rewritten with the new parameters, in the same pass
     */
    public void adamW(
            AdamWStep step,
            CudaTensor parameters,
            Optional<CudaTensor> bf16Shadow,
            CudaTensor gradients,
            CudaTensor firstMoment,
            CudaTensor secondMoment) {
        KernelFile.requireFloats(parameters, gradients, firstMoment, secondMoment);
        Launch launch = file.launch("adam_w", file.elements(parameters.size()))
                .float32(step.gradientScale())
                .float32(step.beta1())
                .float32(1 - step.beta1())
                .float32(step.beta2())
                .float32(1 - step.beta2())
                .float32(1 - step.learningRate() * step.weightDecay())
                .float32(step.learningRate() / step.firstCorrection())
                .float32(Math.sqrt(step.secondCorrection()))
                .float32(step.epsilon())
                .tensor(parameters)
                .tensor(gradients)
                .tensor(firstMoment)
                .tensor(secondMoment);
        bf16Shadow.ifPresentOrElse(launch::tensor, launch::nothing);
        launch.int64(parameters.size()).run();
    }
}
