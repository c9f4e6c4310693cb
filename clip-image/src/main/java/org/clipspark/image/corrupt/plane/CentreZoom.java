package org.clipspark.image.corrupt.plane;

/**
 * The middle of a plane enlarged to its whole size by linear interpolation, as SciPy's {@code zoom} of order 1 does: the
 * first and last samples of the part keep their places at the ends.
 */
public final class CentreZoom {
    private CentreZoom() {}

    /** Where samples of the enlarged row or column lie in the old one: between {@code lower} and {@code upper}. */
    private static final class Axis {
        private final int[] lower;
        private final int[] upper;
        private final float[] share;

        private Axis(int length, double factor) {
            lower = new int[length];
            upper = new int[length];
            share = new float[length];
            int part = (int) Math.ceil(length / factor);
            int enlarged = (int) Math.rint(part * factor);
            int trimmed = (enlarged - length) / 2;
            double step = enlarged > 1 ? (part - 1.0) / (enlarged - 1.0) : 0;
            int start = (length - part) / 2;
            for (int i = 0; i < length; i++) {
                double place = Math.min(part - 1.0, (i + trimmed) * step);
                lower[i] = start + (int) place;
                upper[i] = Math.min(start + part - 1, lower[i] + 1);
                share[i] = (float) (place - (int) place);
            }
        }
    }

    /**
     * The enlarged middle.
     *
     * @param factor at least 1
     * @return a new plane of the same size
     */
    public static Plane of(Plane plane, double factor) {
        Axis across = new Axis(plane.width(), factor);
        Axis down = new Axis(plane.height(), factor);
        int width = plane.width();
        Plane zoomed = new Plane(width, plane.height());
        float[] row = new float[width];
        for (int y = 0; y < plane.height(); y++) {
            between(plane, down.lower[y], down.upper[y], down.share[y], row);
            for (int x = 0; x < width; x++) {
                float left = row[across.lower[x]];
                zoomed.samples()[y * width + x] = left + across.share[x] * (row[across.upper[x]] - left);
            }
        }
        return zoomed;
    }

    private static void between(Plane plane, int above, int below, float share, float[] row) {
        float[] samples = plane.samples();
        for (int x = 0; x < row.length; x++) {
            float upper = samples[above * row.length + x];
            row[x] = upper + share * (samples[below * row.length + x] - upper);
        }
    }
}
