package org.clipspark.image.corrupt.digital;

import java.util.Optional;

/** An affine map of the plane: {@code (x, y)} to {@code (xx x + xy y + x0, yx x + yy y + y0)}. */
record Affine(double xx, double xy, double x0, double yx, double yy, double y0) {
    private static final double LEAST_AREA = 1e-6;

    /**
     * The map that takes three points to three others.
     *
     * @param from {@code x0 y0 x1 y1 x2 y2}
     * @param to likewise
     * @return none if the first three lie on one line
     */
    static Optional<Affine> between(double[] from, double[] to) {
        double ux = from[2] - from[0];
        double uy = from[3] - from[1];
        double vx = from[4] - from[0];
        double vy = from[5] - from[1];
        double area = ux * vy - uy * vx;
        if (Math.abs(area) < LEAST_AREA) {
            return Optional.empty();
        }
        double xx = ((to[2] - to[0]) * vy - (to[4] - to[0]) * uy) / area;
        double xy = ((to[4] - to[0]) * ux - (to[2] - to[0]) * vx) / area;
        double yx = ((to[3] - to[1]) * vy - (to[5] - to[1]) * uy) / area;
        double yy = ((to[5] - to[1]) * ux - (to[3] - to[1]) * vx) / area;
        double x0 = to[0] - xx * from[0] - xy * from[1];
        double y0 = to[1] - yx * from[0] - yy * from[1];
        return Optional.of(new Affine(xx, xy, x0, yx, yy, y0));
    }

    double x(double x, double y) {
        return xx * x + xy * y + x0;
    }

    double y(double x, double y) {
        return yx * x + yy * y + y0;
    }
}
