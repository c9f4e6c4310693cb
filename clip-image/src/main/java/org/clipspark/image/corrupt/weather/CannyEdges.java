package org.clipspark.image.corrupt.weather;

import java.util.ArrayDeque;
import java.util.Deque;
import org.clipspark.image.corrupt.plane.Border;
import org.clipspark.image.corrupt.plane.Plane;
import org.clipspark.image.corrupt.plane.SparseKernel;

/**
 * Edges by Canny's detector (IEEE PAMI 8(6), 1986) with OpenCV's choices: 3x3 Sobel gradients, their size as the sum of
 * both parts, thresholds 50 and 150 of it.
 */
final class CannyEdges {
    private static final float WEAK = 50;
    private static final float STRONG = 150;
    private static final double TANGENT_22_5 = StrictMath.tan(StrictMath.PI / 8);
    private static final SparseKernel ACROSS =
            SparseKernel.centred(new double[][] {{-1, 0, 1}, {-2, 0, 2}, {-1, 0, 1}});
    private static final SparseKernel DOWN = SparseKernel.centred(new double[][] {{-1, -2, -1}, {0, 0, 0}, {1, 2, 1}});

    private final Plane right;
    private final Plane below;
    private final int width;
    private final int height;
    private final Plane edges;
    private final Deque<Integer> open = new ArrayDeque<>();

    private CannyEdges(Plane levels) {
        right = ACROSS.apply(levels, Border.NEAREST);
        below = DOWN.apply(levels, Border.NEAREST);
        width = levels.width();
        height = levels.height();
        edges = new Plane(width, height);
    }

    /**
     * Marks edges.
     *
     * @param levels 0 to 255
     * @return 1 at edges, else 0
     */
    static Plane of(Plane levels) {
        CannyEdges canny = new CannyEdges(levels);
        for (int y = 0; y < canny.height; y++) {
            for (int x = 0; x < canny.width; x++) {
                if (canny.size(x, y) > STRONG && canny.isRidge(x, y)) {
                    canny.mark(x, y);
                }
            }
        }
        canny.follow();
        return canny.edges;
    }

    private float size(int x, int y) {
        if (x < 0 || y < 0 || x >= width || y >= height) {
            return 0;
        }
        return Math.abs(right.samples()[y * width + x]) + Math.abs(below.samples()[y * width + x]);
    }

    /** Whether the gradient is largest here along its direction, taken as one of four. */
    private boolean isRidge(int x, int y) {
        float across = right.samples()[y * width + x];
        float down = below.samples()[y * width + x];
        double flat = Math.abs(across) * TANGENT_22_5;
        float here = size(x, y);
        if (Math.abs(down) < flat) {
            return here > size(x - 1, y) && here >= size(x + 1, y);
        } else if (Math.abs(down) > flat + 2 * Math.abs(across)) {
            return here > size(x, y - 1) && here >= size(x, y + 1);
        }
        int side = across < 0 ^ down < 0 ? -1 : 1;
        return here > size(x - side, y - 1) && here > size(x + side, y + 1);
    }

    private void mark(int x, int y) {
        if (edges.samples()[y * width + x] == 0) {
            edges.samples()[y * width + x] = 1;
            open.add(y * width + x);
        }
    }

    /** Weak ridges that touch an edge belong to it. */
    private void follow() {
        while (!open.isEmpty()) {
            int place = open.remove();
            for (int step = 0; step < 9; step++) {
                int x = place % width + step % 3 - 1;
                int y = place / width + step / 3 - 1;
                if (size(x, y) > WEAK && isRidge(x, y)) {
                    mark(x, y);
                }
            }
        }
    }
}
