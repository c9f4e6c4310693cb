package org.clipspark.prep.twin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.clipspark.prep.npy.FloatMatrix;
import org.junit.jupiter.api.Test;

class SphericalKMeansTest {
    @Test
    void findsTheDirectionsThatPointsCrowdAround() {
        SplittableRandom random = new SplittableRandom(1);
        List<float[]> points = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            List<Float> values = new ArrayList<>();
            for (int axis = 0; axis < 3; axis++) {
                values.add((float) ((axis == i % 3 ? 1 : 0) + 0.1 * random.nextDouble()));
            }
            points.add(Embedding.unit(values).orElseThrow());
        }

        FloatMatrix centroids = SphericalKMeans.centroids(points, 3, 7);

        TreeSet<Integer> nearest = new TreeSet<>();
        for (int axis = 0; axis < 3; axis++) {
            int cluster = centroids.nearest(points.get(axis));
            nearest.add(cluster);
            for (int i = axis; i < 90; i += 3) {
                assertThat(centroids.nearest(points.get(i))).isEqualTo(cluster);
            }
            assertThat(centroids.dot(cluster, points.get(axis))).isBetween(0.98, 1.000001);
        }
        assertThat(nearest).containsExactly(0, 1, 2);
    }

    @Test
    void hasNoMoreCentroidsThanDirections() {
        List<float[]> points = List.of(new float[] {1, 0}, new float[] {1, 0}, new float[] {0, 1});

        assertThat(SphericalKMeans.centroids(points, 5, 1).rows()).isEqualTo(2);
    }
}
