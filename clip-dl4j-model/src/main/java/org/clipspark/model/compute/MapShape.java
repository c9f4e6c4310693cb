package org.clipspark.model.compute;

/**
 * Sizes of a batch of feature maps, held as rows of channels: {@code [B*H*W, C]}, positions row by row.
 *
 * @param batch number of maps, {@code B}
 * @param height {@code H}
 * @param width {@code W}
 * @param channels {@code C}
 */
public record MapShape(int batch, int height, int width, int channels) {
    /** Checks that every size is positive. */
    public MapShape {
        if (batch < 1 || height < 1 || width < 1 || channels < 1) {
            throw new IllegalArgumentException("Feature map sizes must be positive, got batch=" + batch + " height="
                    + height + " width=" + width + " channels=" + channels);
        }
    }

    /** Positions of one map, {@code H * W}. */
    public int positions() {
        return height * width;
    }

    /** Rows {@code B * H * W} of the matrix. */
    public long rows() {
        return (long) batch * height * width;
    }

    /** Shape {@code [B*H*W, C]} of the matrix. */
    public Shape matrix() {
        return Shape.of(rows(), channels);
    }

    /**
     * The maps that windows of that side leave, laid side by side.
     *
     * @throws IllegalArgumentException if the side does not divide height and width
     */
    public MapShape pooled(int window) {
        if (window < 1 || height % window != 0 || width % window != 0) {
            throw new IllegalArgumentException(
                    "A pooling window must divide the map, got " + window + " for " + height + "x" + width);
        }
        return new MapShape(batch, height / window, width / window, channels);
    }
}
