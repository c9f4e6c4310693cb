package org.clipspark.image.corrupt.plane;

/** Samples between the places of a plane's own, by linear interpolation in both directions. */
public final class Bilinear {
    private Bilinear() {}

    /**
     * The sample at a place.
     *
     * @param x columns from the centre of the first, may lie outside
     * @param y rows from the centre of the first, may lie outside
     */
    public static float sample(Plane plane, double x, double y, Border border) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        float right = (float) (x - Math.floor(x));
        float below = (float) (y - Math.floor(y));
        int width = plane.width();
        int column = border.index(left, width);
        int nextColumn = border.index(left + 1, width);
        int row = border.index(top, plane.height()) * width;
        int nextRow = border.index(top + 1, plane.height()) * width;
        float[] samples = plane.samples();
        float upper = samples[row + column] + right * (samples[row + nextColumn] - samples[row + column]);
        float lower = samples[nextRow + column] + right * (samples[nextRow + nextColumn] - samples[nextRow + column]);
        return upper + below * (lower - upper);
    }
}
