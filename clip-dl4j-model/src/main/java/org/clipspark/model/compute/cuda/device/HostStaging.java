package org.clipspark.model.compute.cuda.device;

import java.nio.ShortBuffer;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;
import org.clipspark.model.compute.HostThreads;

/**
 * Two pinned buffers through which all numbers go to the card and back: while one is copied by the card, the other is filled.
 * Writing returns when the caller's array has been read; reading waits for the stream.
 */
final class HostStaging {
    private static final int BYTES = 8 << 20;
    private static final int BUFFERS = 2;
    private static final int SECTION = 1 << 18;

    private final CUstream_st stream;
    private final HostThreads threads;
    private final Pointer[] buffers = new Pointer[BUFFERS];
    private final ShortBuffer[] halves = new ShortBuffer[BUFFERS];
    private final CUevent_st[] copied = new CUevent_st[BUFFERS];
    private int next;

    /**
     * Pins memory.
     *
     * @param threads that round numbers to be written
     */
    HostStaging(CUstream_st stream, int threads) {
        this.stream = stream;
        this.threads = new HostThreads(threads);
        for (int i = 0; i < BUFFERS; i++) {
            buffers[i] = new Pointer();
            DriverStatus.check(
                    cudart.cuMemHostAlloc(buffers[i], BYTES, cudart.CU_MEMHOSTALLOC_PORTABLE), "pin host memory");
            halves[i] =
                    new BytePointer(buffers[i]).capacity(BYTES).asByteBuffer().asShortBuffer();
            copied[i] = new CUevent_st();
            DriverStatus.check(cudart.cuEventCreate(copied[i], cudart.CU_EVENT_DISABLE_TIMING), "make an event");
        }
    }

    /** Fills a buffer with {@code count} elements, of which the first is number {@code index} of the caller's. */
    private interface Fill {
        void run(int buffer, int index, int count);
    }

    void write(long address, float[] from, int fromIndex, int count) {
        each(
                address,
                count,
                Float.BYTES,
                (buffer, index, some) -> new FloatPointer(buffers[buffer]).put(from, fromIndex + index, some));
    }

    void write(long address, int[] from, int fromIndex, int count) {
        each(
                address,
                count,
                Integer.BYTES,
                (buffer, index, some) -> new IntPointer(buffers[buffer]).put(from, fromIndex + index, some));
    }

    /** Rounds to bf16 on the way. */
    void writeRounded(long address, float[] from, int fromIndex, int count) {
        each(
                address,
                count,
                Short.BYTES,
                (buffer, index, some) -> threads.run(
                        some,
                        SECTION,
                        (section, start, end) ->
                                Bfloat16.round(from, fromIndex + index, halves[buffer], (int) start, (int) end)));
    }

    private void each(long address, int count, int elementBytes, Fill fill) {
        int most = BYTES / elementBytes;
        for (int done = 0; done < count; done += most) {
            int some = Math.min(most, count - done);
            int buffer = next;
            next = (next + 1) % BUFFERS;
            DriverStatus.check(cudart.cuEventSynchronize(copied[buffer]), "wait for a copy");
            fill.run(buffer, done, some);
            DriverStatus.check(
                    cudart.cuMemcpyHtoDAsync(
                            address + (long) done * elementBytes, buffers[buffer], (long) some * elementBytes, stream),
                    "copy to the card");
            DriverStatus.check(cudart.cuEventRecord(copied[buffer], stream), "record an event");
        }
    }

    void read(long address, float[] to, int toIndex, int count) {
        int most = BYTES / Float.BYTES;
        for (int done = 0; done < count; done += most) {
            int some = Math.min(most, count - done);
            new FloatPointer(fetch(address + (long) done * Float.BYTES, (long) some * Float.BYTES))
                    .get(to, toIndex + done, some);
        }
    }

    /** Elements of two bytes each. */
    void read(long address, short[] to, int count) {
        int most = BYTES / Short.BYTES;
        for (int done = 0; done < count; done += most) {
            int some = Math.min(most, count - done);
            new ShortPointer(fetch(address + (long) done * Short.BYTES, (long) some * Short.BYTES)).get(to, done, some);
        }
    }

    double readDouble(long address) {
        return new DoublePointer(fetch(address, Double.BYTES)).get();
    }

    int readInt(long address) {
        return new IntPointer(fetch(address, Integer.BYTES)).get();
    }

    private Pointer fetch(long address, long bytes) {
        // The stream's order keeps an earlier write through the buffer and this copy apart.
        Pointer buffer = buffers[next];
        DriverStatus.check(cudart.cuMemcpyDtoHAsync(buffer, address, bytes, stream), "copy from the card");
        DriverStatus.check(cudart.cuStreamSynchronize(stream), "finish what was begun");
        return buffer;
    }

    void close() {
        threads.close();
        for (int i = 0; i < BUFFERS; i++) {
            DriverStatus.check(cudart.cuEventDestroy(copied[i]), "drop an event");
            DriverStatus.check(cudart.cuMemFreeHost(buffers[i]), "give pinned memory back");
        }
    }
}
