package org.clipspark.image.corrupt.blur;

import org.clipspark.image.RgbImage;
import org.clipspark.image.corrupt.plane.Border;
import org.clipspark.image.corrupt.plane.Channels;
import org.clipspark.image.corrupt.plane.SparseKernel;

/** A lens out of focus: every point becomes a disk, its rim smoothed a little. */
public final class DefocusBlur {
    private static final int SMALL = 8;

    private DefocusBlur() {}

    /**
     * Blurs.
     *
     * @param radius of the disk in pixels
     * @param rim standard deviation of the rim's smoothing in pixels
     */
    public static RgbImage of(RgbImage image, int radius, double rim) {
        SparseKernel kernel = SparseKernel.centred(disk(radius, rim));
        return Channels.of(image)
                .map(plane -> kernel.apply(plane, Border.MIRROR))
                .toImage();
    }

    /** A disk of sum 1 in a square: of 17 pixels a side, or what a radius beyond 8 needs. */
    static double[][] disk(int radius, double rim) {
        int reach = Math.max(SMALL, radius);
        double[][] disk = new double[2 * reach + 1][2 * reach + 1];
        int area = 0;
        for (int y = -reach; y <= reach; y++) {
            for (int x = -reach; x <= reach; x++) {
                boolean isInside = x * x + y * y <= radius * radius;
                disk[y + reach][x + reach] = isInside ? 1 : 0;
                area += isInside ? 1 : 0;
            }
        }
        double[] bell = bell(radius <= SMALL ? 1 : 2, rim);
        double[][] smooth = rowsSmoothed(transposed(rowsSmoothed(disk, bell)), bell);
        for (double[] row : smooth) {
            for (int x = 0; x < row.length; x++) {
                row[x] /= area;
            }
        }
        return transposed(smooth);
    }

    private static double[] bell(int reach, double sigma) {
        double[] bell = new double[2 * reach + 1];
        double sum = 0;
        for (int i = -reach; i <= reach; i++) {
            bell[i + reach] = StrictMath.exp(-0.5 * i * i / (sigma * sigma));
            sum += bell[i + reach];
        }
        for (int i = 0; i < bell.length; i++) {
            bell[i] /= sum;
        }
        return bell;
    }

    private static double[][] rowsSmoothed(double[][] square, double[] bell) {
        int side = square.length;
        double[][] smooth = new double[side][side];
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                for (int k = 0; k < bell.length; k++) {
                    smooth[y][x] += bell[k] * square[y][Border.MIRROR.index(x + k - bell.length / 2, side)];
                }
            }
        }
        return smooth;
    }

    private static double[][] transposed(double[][] square) {
        double[][] turned = new double[square.length][square.length];
        for (int y = 0; y < square.length; y++) {
            for (int x = 0; x < square.length; x++) {
                turned[x][y] = square[y][x];
            }
        }
        return turned;
    }
}
