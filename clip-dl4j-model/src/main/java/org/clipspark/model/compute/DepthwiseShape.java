package org.clipspark.model.compute;

/**
 * Sizes of a depthwise convolution: each channel has a square kernel of its own and keeps its size.
 *
 * @param maps that it reads, and of the same sizes that it makes
 * @param kernel side of the kernel, {@code K}, odd; half of it, rounded down, is padded with zeros on every side
 */
public record DepthwiseShape(MapShape maps, int kernel) {
    /** Checks the kernel. */
    public DepthwiseShape {
        if (kernel < 1 || kernel % 2 == 0) {
            throw new IllegalArgumentException("The kernel of a depthwise convolution must be odd, got " + kernel);
        }
    }

    /** Zeros around each map, on every side. */
    public int padding() {
        return kernel / 2;
    }

    /** Shape {@code [C, 1, K, K]} of the weights. */
    public Shape weights() {
        return Shape.of(maps.channels(), 1, kernel, kernel);
    }

    /** Multiplications and additions of one pass. */
    public long floatingPointOperations() {
        return 2 * maps.rows() * weights().size();
    }
}
