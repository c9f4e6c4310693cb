package org.clipspark.image.corrupt.blur;

import org.clipspark.image.RgbImage;
import org.clipspark.image.corrupt.plane.Border;
import org.clipspark.image.corrupt.plane.Channels;
import org.clipspark.image.corrupt.plane.Plane;
import org.clipspark.image.corrupt.plane.SparseKernel;

/** A camera that moves along a line: ImageMagick's {@code MotionBlurImage}, half a bell to one side of each pixel. */
public final class MotionBlur {
    private final SparseKernel line = new SparseKernel();

    /**
     * A blur.
     *
     * @param radius half of the line's length in pixels
     * @param sigma standard deviation of the bell in pixels
     * @param degrees direction of the line, clockwise from the right
     */
    public MotionBlur(int radius, double sigma, double degrees) {
        int length = 2 * radius + 1;
        double[] bell = new double[length];
        double sum = 0;
        for (int i = 0; i < length; i++) {
            bell[i] = StrictMath.exp(-0.5 * i * i / (sigma * sigma));
            sum += bell[i];
        }
        double right = StrictMath.cos(StrictMath.toRadians(degrees));
        double below = StrictMath.sin(StrictMath.toRadians(degrees));
        for (int i = 0; i < length; i++) {
            line.add((int) Math.ceil(i * right - 0.5), (int) Math.ceil(i * below - 0.5), bell[i] / sum);
        }
    }

    /** The blurred image, rounded to levels. */
    public RgbImage of(RgbImage image) {
        return Channels.of(image).map(this::of).toImage();
    }

    /** The blurred plane of samples 0 to 1, each rounded to a level. */
    public Plane of(Plane plane) {
        return line.apply(plane, Border.NEAREST).map(Channels::rounded);
    }
}
