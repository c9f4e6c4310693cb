package org.clipspark.model.compute.cuda.device;

import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN;
import static org.bytedeco.cuda.global.cudart.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;

import java.nio.charset.StandardCharsets;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.SizeTPointer;

/**
 * A card, as the driver describes it.
 *
 * @param ordinal its number in this process
 * @param name what NVIDIA calls it
 * @param major first part of its compute capability
 * @param minor second part of its compute capability
 * @param multiprocessors how many it has
 * @param sharedBytes most shared memory of a block, with permission
 * @param memoryBytes all its memory
 */
public record GpuCard(
        int ordinal, String name, int major, int minor, int multiprocessors, int sharedBytes, long memoryBytes) {
    /** The first driver of CUDA 13, by the number that CUDA gives it. */
    private static final int LEAST_DRIVER = 13000;

    private static final int NAME_LENGTH = 256;

    /**
     * The card of that number.
     *
     * @throws CudaException if there is no driver or card, or if one is too old
     */
    public static GpuCard of(int ordinal) {
        CudaLibrary.DRIVER.load();
        DriverStatus.check(cudart.cuInit(0), "start");
        checkDriver();
        int count = count();
        if (ordinal < 0 || ordinal >= count) {
            throw new CudaException("There is no GPU " + ordinal + ", this process sees " + count
                    + ": check CUDA_VISIBLE_DEVICES and Spark's GPU addresses");
        }
        GpuCard card = describe(ordinal);
        if (card.major * 10 + card.minor < 75) {
            throw new CudaException(
                    "GPU " + ordinal + " (" + card.name + ") has compute capability " + card.capability()
                            + ", the cuda backend needs 7.5 or later: use train.backend=onednn or another card");
        }
        return card;
    }

    /** Cards that this process sees. */
    private static int count() {
        int[] count = new int[1];
        DriverStatus.check(cudart.cuDeviceGetCount(count), "count GPUs");
        return count[0];
    }

    private static void checkDriver() {
        int[] version = new int[1];
        DriverStatus.check(cudart.cuDriverGetVersion(version), "tell the driver's version");
        if (version[0] < LEAST_DRIVER) {
            throw new CudaException("NVIDIA's driver is of CUDA " + version[0] / 1000 + "." + version[0] % 1000 / 10
                    + ", the cuda backend needs 13.0: install driver 580 or later");
        }
    }

    private static GpuCard describe(int ordinal) {
        int device = device(ordinal);
        byte[] name = new byte[NAME_LENGTH];
        DriverStatus.check(cudart.cuDeviceGetName(name, name.length, device), "name GPU " + ordinal);
        return new GpuCard(
                ordinal,
                new String(name, StandardCharsets.US_ASCII).split("\0", 2)[0],
                attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device),
                attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device),
                attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, device),
                attribute(CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN, device),
                memory(device));
    }

    /** The driver's handle of a card. */
    static int device(int ordinal) {
        int[] device = new int[1];
        DriverStatus.check(cudart.cuDeviceGet(device, ordinal), "find GPU " + ordinal);
        return device[0];
    }

    private static int attribute(int attribute, int device) {
        int[] value = new int[1];
        DriverStatus.check(cudart.cuDeviceGetAttribute(value, attribute, device), "describe a GPU");
        return value[0];
    }

    private static long memory(int device) {
        try (SizeTPointer bytes = new SizeTPointer(1)) {
            DriverStatus.check(cudart.cuDeviceTotalMem(bytes, device), "tell a GPU's memory");
            return bytes.get();
        }
    }

    /** Compute capability, such as {@code 9.0}. */
    public String capability() {
        return major + "." + minor;
    }

    /** Compute capability as compilers write it, such as 90. */
    int architecture() {
        return major * 10 + minor;
    }

    @Override
    public String toString() {
        return "GPU " + ordinal + " (" + name + ")";
    }
}
