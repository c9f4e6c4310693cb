package org.clipspark.model.compute.cuda.device;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.SizeTPointer;

/** Memory of a card: what is taken lives until it is given back or all is closed. */
final class DeviceMemory {
    private static final double MIB = 1 << 20;

    private final GpuCard card;
    private final CUstream_st stream;
    private final Set<Long> taken = new HashSet<>();

    DeviceMemory(GpuCard card, CUstream_st stream) {
        this.card = card;
        this.stream = stream;
    }

    /** Zeroed bytes; the address is a multiple of 256. */
    long take(long bytes) {
        long[] address = new long[1];
        int status = cudart.cuMemAlloc(address, bytes);
        if (status == cudart.CUDA_ERROR_OUT_OF_MEMORY) {
            throw new CudaException(full(bytes));
        }
        DriverStatus.check(status, "take " + bytes + " bytes of " + card);
        taken.add(address[0]);
        DriverStatus.check(cudart.cuMemsetD8Async(address[0], (byte) 0, bytes, stream), "clear memory");
        return address[0];
    }

    private String full(long bytes) {
        try (SizeTPointer free = new SizeTPointer(1);
                SizeTPointer total = new SizeTPointer(1)) {
            DriverStatus.check(cudart.cuMemGetInfo(free, total), "tell free memory");
            return String.format(
                    Locale.ROOT,
                    "%s has %.0f of %.0f MiB free, %.0f are asked for: lower train.batchSize, set"
                            + " train.activationCheckpointing or put fewer replicas on the card",
                    card,
                    free.get() / MIB,
                    total.get() / MIB,
                    bytes / MIB);
        }
    }

    void give(long address) {
        if (taken.remove(address)) {
            DriverStatus.check(cudart.cuMemFree(address), "give memory back");
        }
    }

    void close() {
        for (long address : Set.copyOf(taken)) {
            give(address);
        }
    }
}
