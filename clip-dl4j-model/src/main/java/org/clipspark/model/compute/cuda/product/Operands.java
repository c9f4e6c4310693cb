package org.clipspark.model.compute.cuda.product;

import java.util.Optional;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.Precision;
import org.clipspark.model.compute.cuda.device.Bf16Copy;
import org.clipspark.model.compute.cuda.device.CudaRuntime;
import org.clipspark.model.compute.cuda.device.CudaTensor;
import org.clipspark.model.compute.cuda.kernel.PointwiseKernels;

/**
 * What products read instead of a tensor: in bf16 the copy of floats in that precision. Copies of what is kept between steps,
 * such as weights, are made once after each change; others lie in the scratch memory of one product.
 */
final class Operands {
    private static final long ALIGNMENT = 256;

    private final CudaRuntime runtime;
    private final ElementType type;
    private final PointwiseKernels casts;

    Operands(CudaRuntime runtime, Precision precision) {
        this.runtime = runtime;
        this.type = precision == Precision.BF16 ? ElementType.BFLOAT16 : ElementType.FLOAT32;
        this.casts = new PointwiseKernels(runtime);
    }

    /** Type of all operands. */
    ElementType type() {
        return type;
    }

    /** Where the parts of a product lie in the right precision; valid until the next call. */
    record Addresses(long left, long right, long bias) {}

    /** The parts of a product; a bias in the precision of the result, as cuBLASLt takes it. */
    Addresses of(CudaTensor left, CudaTensor right, Optional<CudaTensor> bias, ElementType result) {
        Optional<Long> keptLeft = kept(left, type);
        Optional<Long> keptRight = kept(right, type);
        Optional<Long> keptBias = bias.isEmpty() ? Optional.of(0L) : kept(bias.get(), result);
        long leftBytes = keptLeft.isPresent() ? 0 : bytes(left, type);
        long rightBytes = keptRight.isPresent() ? 0 : bytes(right, type);
        long biasBytes = keptBias.isPresent() ? 0 : bytes(bias.orElseThrow(), result);
        long needed = leftBytes + rightBytes + biasBytes;
        long scratch = needed == 0 ? 0 : runtime.scratch(needed);
        return new Addresses(
                keptLeft.orElseGet(() -> put(left, scratch, type)),
                keptRight.orElseGet(() -> put(right, scratch + leftBytes, type)),
                keptBias.orElseGet(() -> put(bias.orElseThrow(), scratch + leftBytes + rightBytes, result)));
    }

    /** Where a tensor can be read as that type without scratch memory. */
    private Optional<Long> kept(CudaTensor tensor, ElementType as) {
        if (tensor.elementType() == as) {
            return Optional.of(tensor.address());
        }
        return as == ElementType.BFLOAT16 ? tensor.copy().map(copy -> current(tensor, copy)) : Optional.empty();
    }

    private long current(CudaTensor tensor, Bf16Copy copy) {
        if (!copy.isCurrent()) {
            casts.copy(tensor, copy.elements());
            copy.written();
        }
        return copy.elements().address();
    }

    private long put(CudaTensor from, long to, ElementType as) {
        casts.copy(from, runtime.tensorAt(to, as, from.shape()));
        return to;
    }

    private static long bytes(CudaTensor tensor, ElementType as) {
        return aligned(tensor.size() * as.bytes());
    }

    static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
