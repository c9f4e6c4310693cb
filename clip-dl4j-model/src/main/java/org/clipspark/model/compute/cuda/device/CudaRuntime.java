package org.clipspark.model.compute.cuda.device;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.cuda.cudart.CUctx_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.Shape;

/**
 * One card for one replica: the card's primary context, one stream in which everything runs in order, memory, and the
 * kernels compiled for this card. Used by one thread at a time, which may be another one each time.
 */
public final class CudaRuntime implements AutoCloseable {
    private final GpuCard card;
    private final CUctx_st context = new CUctx_st();
    private final CUstream_st stream = new CUstream_st();
    private final DeviceMemory memory;
    private final HostStaging staging;
    private final Launch launch = new Launch();
    private final KernelCache cache = KernelCache.ofUser();
    private final Map<String, KernelModule> modules = new HashMap<>();
    private Optional<KernelCompiler> compiler = Optional.empty();
    private long scratchAddress;
    private long scratchBytes;
    private boolean closed;

    private CudaRuntime(GpuCard card, int threads) {
        this.card = card;
        int device = GpuCard.device(card.ordinal());
        DriverStatus.check(cudart.cuDevicePrimaryCtxRetain(context, device), "use " + card);
        DriverStatus.check(cudart.cuCtxSetCurrent(context), "use " + card);
        DriverStatus.check(cudart.cuStreamCreate(stream, cudart.CU_STREAM_NON_BLOCKING), "make a stream");
        this.memory = new DeviceMemory(card, stream);
        this.staging = new HostStaging(stream, threads);
    }

    /**
     * Opens a card.
     *
     * @param ordinal its number in this process
     * @param threads of the host that prepare what is copied to it, at least 1
     * @throws CudaException if there is none, or if it, its driver or a library will not do
     */
    public static CudaRuntime open(int ordinal, int threads) {
        return new CudaRuntime(GpuCard.of(ordinal), threads);
    }

    /** The card. */
    public GpuCard card() {
        return card;
    }

    /** The stream, for libraries that take one. */
    public CUstream_st stream() {
        return stream;
    }

    /** Makes the card that of the calling thread; before every call to the driver or a library. */
    public void enter() {
        requireOpen();
        DriverStatus.check(cudart.cuCtxSetCurrent(context), "use " + card);
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The cuda backend is closed");
        }
    }

    Launch launch() {
        return launch;
    }

    /** A zeroed tensor that lives until this is closed. */
    public CudaTensor allocate(ElementType type, Shape shape) {
        return block(type, shape).whole(shape);
    }

    DeviceBlock block(ElementType type, Shape shape) {
        enter();
        return new DeviceBlock(this, memory.take(shape.size() * type.bytes()), shape.size(), type);
    }

    /**
     * Memory for what one operation puts aside, shared by all: its contents last until the next call. It grows when shapes
     * that need more come for the first time.
     */
    public long scratch(long bytes) {
        if (bytes > scratchBytes) {
            enter();
            if (scratchBytes > 0) {
                synchronize();
                memory.give(scratchAddress);
            }
            scratchBytes = 0;
            scratchAddress = memory.take(bytes);
            scratchBytes = bytes;
        }
        return scratchAddress;
    }

    /** Memory at an address, such as {@link #scratch} gives, as a tensor. */
    public CudaTensor tensorAt(long address, ElementType type, Shape shape) {
        return new DeviceBlock(this, address, shape.size(), type).whole(shape);
    }

    /** The kernels of a resource, compiled for this card the first time that a machine needs them. */
    public KernelModule kernels(String resource) {
        enter();
        return modules.computeIfAbsent(resource, this::load);
    }

    private KernelModule load(String resource) {
        KernelSource source = KernelSource.named(resource);
        KernelCompiler used = compiler.orElseGet(KernelCompiler::new);
        compiler = Optional.of(used);
        String target = used.target(card.architecture());
        String key = resource + "-" + source.digest(target, used.version());
        return new KernelModule(this, resource, cache.code(key, () -> used.compile(source, target)));
    }

    /** Copies to the device; see {@link #readDouble} for the way back. */
    public void write(CudaTensor to, long offset, float[] from, int fromIndex, int count) {
        enter();
        if (to.elementType() == ElementType.BFLOAT16) {
            staging.writeRounded(at(to, offset), from, fromIndex, count);
        } else {
            staging.write(at(to, offset), from, fromIndex, count);
        }
    }

    /** Copies integers to the device. */
    public void write(CudaTensor to, long offset, int[] from, int fromIndex, int count) {
        enter();
        to.remember(offset, from, fromIndex, count);
        staging.write(at(to, offset), from, fromIndex, count);
    }

    /** Waits for all work and copies to the host. */
    public void read(CudaTensor from, long offset, float[] to, int toIndex, int count) {
        enter();
        if (from.elementType() == ElementType.BFLOAT16) {
            short[] values = new short[count];
            staging.read(at(from, offset), values, count);
            Bfloat16.into(values, to, toIndex);
        } else {
            staging.read(at(from, offset), to, toIndex, count);
        }
    }

    private static long at(CudaTensor tensor, long offset) {
        return tensor.address() + offset * tensor.elementType().bytes();
    }

    /** Waits for all work and reads a {@code double} on the device. */
    public double readDouble(long address) {
        enter();
        return staging.readDouble(address);
    }

    /** Waits for all work and reads an {@code int} on the device. */
    public int readInt(long address) {
        enter();
        return staging.readInt(address);
    }

    /** Copies bytes on the device. */
    public void copyBytes(long from, long to, long bytes) {
        enter();
        DriverStatus.check(cudart.cuMemcpyDtoDAsync(to, from, bytes, stream), "copy on the card");
    }

    /** Waits until all work is done. */
    public void synchronize() {
        enter();
        DriverStatus.check(cudart.cuStreamSynchronize(stream), "finish what was begun");
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        synchronize();
        modules.values().forEach(KernelModule::close);
        staging.close();
        launch.close();
        memory.close();
        DriverStatus.check(cudart.cuStreamDestroy(stream), "drop a stream");
        closed = true;
        DriverStatus.check(cudart.cuDevicePrimaryCtxRelease(GpuCard.device(card.ordinal())), "leave " + card);
    }
}
