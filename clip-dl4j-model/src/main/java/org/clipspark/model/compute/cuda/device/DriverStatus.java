package org.clipspark.model.compute.cuda.device;

import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** What the driver answers to a call. */
final class DriverStatus {
    private DriverStatus() {}

    /**
     * Accepts success.
     *
     * @param call what was asked for, in words
     * @throws CudaException otherwise
     */
    static void check(int status, String call) {
        if (status != cudart.CUDA_SUCCESS) {
            throw new CudaException("CUDA cannot " + call + ": " + text(status) + hint(status));
        }
    }

    static String text(int status) {
        try (PointerPointer<BytePointer> text = new PointerPointer<>(1)) {
            if (cudart.cuGetErrorString(status, text) != cudart.CUDA_SUCCESS) {
                return "error " + status;
            }
            return text.get(BytePointer.class, 0).getString() + " (" + status + ")";
        }
    }

    private static String hint(int status) {
        return switch (status) {
            case cudart.CUDA_ERROR_NO_DEVICE -> "; check nvidia-smi and CUDA_VISIBLE_DEVICES";
            case cudart.CUDA_ERROR_SYSTEM_DRIVER_MISMATCH, cudart.CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE ->
                "; install NVIDIA's driver 580 or later";
            case cudart.CUDA_ERROR_NO_BINARY_FOR_GPU -> "; NVRTC is older than the card: install CUDA 13";
            case cudart.CUDA_ERROR_ILLEGAL_ADDRESS, cudart.CUDA_ERROR_LAUNCH_FAILED ->
                "; a kernel failed, this process can compute no more on that GPU: restart it";
            default -> "";
        };
    }
}
