package org.clipspark.prep.twin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.clipspark.prep.npy.FloatMatrix;

/**
 * Clusters unit vectors by their angle to the clusters' mean directions (Dhillon and Modha 2001), seeded by k-means++
 * (Arthur and Vassilvitskii 2007). Points are summed in a given order, so that the same points give the same bits:
 * sums of partitions would depend on how Spark cut them.
 */
final class SphericalKMeans {
    private static final int ROUNDS = 20;

    private final List<float[]> points;
    private final int dimension;
    private final SplittableRandom random;

    private SphericalKMeans(List<float[]> points, long seed) {
        this.points = points;
        this.dimension = points.get(0).length;
        this.random = new SplittableRandom(seed);
    }

    /**
     * Centroids {@code [K, D]}, each of length 1.
     *
     * @param points at least one vector {@code [D]} of length 1, not changed
     * @param clusters most centroids; fewer where the points have fewer directions
     */
    static FloatMatrix centroids(List<float[]> points, int clusters, long seed) {
        SphericalKMeans means = new SphericalKMeans(points, seed);
        FloatMatrix centroids = means.start(clusters);
        for (int round = 0; round < ROUNDS; round++) {
            centroids = means.improve(centroids);
        }
        return centroids;
    }

    private FloatMatrix start(int clusters) {
        List<float[]> chosen = new ArrayList<>();
        double[] distance = new double[points.size()];
        Arrays.fill(distance, 1);
        double total = distance.length;
        while (chosen.size() < clusters && total > 1e-9) {
            float[] next = points.get(draw(distance, total));
            chosen.add(next);
            total = 0;
            for (int i = 0; i < distance.length; i++) {
                double apart = Math.max(0, 1 - Embedding.dot(points.get(i), next));
                distance[i] = chosen.size() == 1 ? apart : Math.min(distance[i], apart);
                total += distance[i];
            }
        }
        return matrix(chosen);
    }

    private int draw(double[] weights, double total) {
        double left = random.nextDouble() * total;
        int index = 0;
        while (index < weights.length - 1 && left >= weights[index]) {
            left -= weights[index];
            index++;
        }
        return index;
    }

    private FloatMatrix improve(FloatMatrix centroids) {
        int[] nearest = points.stream()
                .parallel()
                .mapToInt(point -> centroids.nearest(point))
                .toArray();
        double[] sums = new double[centroids.rows() * dimension];
        for (int point = 0; point < nearest.length; point++) {
            int start = nearest[point] * dimension;
            for (int i = 0; i < dimension; i++) {
                sums[start + i] += points.get(point)[i];
            }
        }
        float[] means = new float[sums.length];
        for (int row = 0; row < centroids.rows(); row++) {
            mean(sums, means, row * dimension);
        }
        return new FloatMatrix(dimension, means);
    }

    // A cluster that lost its points keeps no direction and gets none again; the others share what it had.
    private void mean(double[] sums, float[] means, int start) {
        double squares = 0;
        for (int i = 0; i < dimension; i++) {
            squares += sums[start + i] * sums[start + i];
        }
        double length = squares == 0 ? 1 : Math.sqrt(squares);
        for (int i = 0; i < dimension; i++) {
            means[start + i] = (float) (sums[start + i] / length);
        }
    }

    private FloatMatrix matrix(List<float[]> rows) {
        float[] values = new float[rows.size() * dimension];
        for (int row = 0; row < rows.size(); row++) {
            System.arraycopy(rows.get(row), 0, values, row * dimension, dimension);
        }
        return new FloatMatrix(dimension, values);
    }
}
