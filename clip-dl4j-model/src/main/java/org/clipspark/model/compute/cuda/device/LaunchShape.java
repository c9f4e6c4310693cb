package org.clipspark.model.compute.cuda.device;

/**
 * How many threads a kernel runs on.
 *
 * @param blocksX blocks along x, at least 1
 * @param blocksY blocks along y, from 1 to 65535
 * @param blocksZ blocks along z, from 1 to 65535
 * @param threadsX threads of a block along x
 * @param threadsY threads of a block along y; the block has at most 1024
 * @param sharedBytes dynamic shared memory of a block
 */
public record LaunchShape(int blocksX, int blocksY, int blocksZ, int threadsX, int threadsY, int sharedBytes) {
    private static final int MOST_BLOCKS = 65535;
    private static final int MOST_THREADS = 1024;

    /** Checks the bounds. */
    public LaunchShape {
        if (blocksX < 1 || blocksY < 1 || blocksZ < 1 || blocksY > MOST_BLOCKS || blocksZ > MOST_BLOCKS) {
            throw new IllegalArgumentException(
                    "A grid of " + blocksX + " x " + blocksY + " x " + blocksZ + " blocks cannot be launched");
        }
        if (threadsX < 1 || threadsY < 1 || (long) threadsX * threadsY > MOST_THREADS || sharedBytes < 0) {
            throw new IllegalArgumentException("A block of " + threadsX + " x " + threadsY + " threads and "
                    + sharedBytes + " bytes cannot be launched");
        }
    }

    /** A row of blocks. */
    public static LaunchShape of(long blocks, int threads) {
        return of(blocks, 1, 1, threads);
    }

    /** A box of blocks. */
    public static LaunchShape of(long blocksX, long blocksY, long blocksZ, int threads) {
        return new LaunchShape(
                Math.toIntExact(blocksX), Math.toIntExact(blocksY), Math.toIntExact(blocksZ), threads, 1, 0);
    }

    /** Enough blocks for a thread per element, but no more than {@code most}: the kernel strides over the rest. */
    public static LaunchShape striding(long elements, int threads, int most) {
        return of(Math.max(1, Math.min(most, (elements + threads - 1) / threads)), threads);
    }

    /** The same with that many bytes of dynamic shared memory. */
    public LaunchShape withShared(int bytes) {
        return new LaunchShape(blocksX, blocksY, blocksZ, threadsX, threadsY, bytes);
    }

    /** The same with blocks of {@code rows} rows of threads. */
    public LaunchShape withRows(int rows) {
        return new LaunchShape(blocksX, blocksY, blocksZ, threadsX, rows, sharedBytes);
    }
}
