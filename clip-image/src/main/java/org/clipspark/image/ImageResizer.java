package org.clipspark.image;

import java.util.Arrays;

/** Resizes images by one rule. Instances are immutable and may be shared by threads. */
public final class ImageResizer {
    private static final int MAX_SIZE = 1 << 16;

    private final ResizeMode mode;
    private final int size;
    private final Interpolation interpolation;
    private final boolean isOnlyIfBigger;

    private ImageResizer(ResizeMode mode, int size, Interpolation interpolation, boolean isOnlyIfBigger) {
        this.mode = mode;
        this.size = size;
        this.interpolation = interpolation;
        this.isOnlyIfBigger = isOnlyIfBigger;
    }

    /**
     * A resizer that shrinks and enlarges.
     *
     * @param size pixels, 1 to 65,536; without effect on {@link ResizeMode#NO}
     * @param interpolation for shrinking and enlarging, but {@link Interpolation#AREA} is for shrinking only and
     *     enlarges by {@link Interpolation#LANCZOS}: img2dataset's defaults
     * @throws IllegalArgumentException if the size is out of range
     */
    public static ImageResizer of(ResizeMode mode, int size, Interpolation interpolation) {
        if (size < 1 || size > MAX_SIZE) {
            throw new IllegalArgumentException("The size must be 1 to " + MAX_SIZE + ", got " + size);
        }
        return new ImageResizer(mode, size, interpolation, false);
    }

    /**
     * The same for images that are larger than the size, by the shorter side for modes that give it to the shorter
     * side, by the longer one for the others. The rest is kept as it is, neither enlarged nor cut nor framed:
     * img2dataset's {@code resize_only_if_bigger}.
     */
    public ImageResizer onlyIfBigger() {
        return new ImageResizer(mode, size, interpolation, true);
    }

    /**
     * What becomes of an image of the given sides.
     *
     * @throws IllegalArgumentException if a side is below 1
     */
    public ResizePlan plan(int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("An image needs at least one pixel, got " + width + "x" + height);
        }
        if (mode == ResizeMode.NO || (isOnlyIfBigger && mode.decisive(width, height) <= size)) {
            return ResizePlan.scaled(width, height);
        }
        if (mode == ResizeMode.FIXED) {
            return ResizePlan.scaled(size, size);
        }
        int wide = side(width, width, height);
        int high = side(height, width, height);
        boolean isSquare = mode == ResizeMode.BORDER || mode == ResizeMode.CENTER_CROP;
        return isSquare ? new ResizePlan(wide, high, size, size) : ResizePlan.scaled(wide, high);
    }

    private int side(int side, int width, int height) {
        int decisive = mode.decisive(width, height);
        if (mode == ResizeMode.SHORTEST_SIDE) {
            return (int) Math.min(Integer.MAX_VALUE, (long) size * side / decisive);
        }
        return (int) Math.min(Integer.MAX_VALUE, Math.rint(side * (size / (double) decisive)));
    }

    /**
     * Resizes.
     *
     * @return the result; the same instance where the plan keeps the image as it is
     * @throws IllegalArgumentException if the plan is not possible or its result exceeds one array (2 GiB)
     */
    public RgbImage resize(RgbImage image) {
        ResizePlan plan = plan(image.width(), image.height());
        if (plan.keeps(image.width(), image.height())) {
            return image;
        }
        if (!plan.isPossible()) {
            throw new IllegalArgumentException("Nothing is left of " + image + " in " + plan);
        }
        boolean isSmaller = mode.decisive(image.width(), image.height()) > size;
        Interpolation filter = isSmaller || interpolation != Interpolation.AREA ? interpolation : Interpolation.LANCZOS;
        RgbImage scaled = Resampler.resize(
                image, Region.of(image), plan.scaledWidth(), plan.scaledHeight(), plan.visible(), filter);
        return framed(scaled, plan.width(), plan.height());
    }

    private static RgbImage framed(RgbImage image, int width, int height) {
        if (image.width() == width && image.height() == height) {
            return image;
        }
        byte[] canvas = new byte[width * height * RgbImage.CHANNELS];
        Arrays.fill(canvas, (byte) 255);
        int left = (width - image.width()) / 2;
        int top = (height - image.height()) / 2;
        int row = image.width() * RgbImage.CHANNELS;
        for (int y = 0; y < image.height(); y++) {
            System.arraycopy(image.pixels(), y * row, canvas, ((top + y) * width + left) * RgbImage.CHANNELS, row);
        }
        return new RgbImage(width, height, canvas);
    }
}
