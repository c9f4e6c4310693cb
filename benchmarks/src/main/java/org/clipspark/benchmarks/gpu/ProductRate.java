package org.clipspark.benchmarks.gpu;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.Precision;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.compute.Transpose;

/** How fast a card multiplies large square matrices of random numbers: what a step is measured against. */
final class ProductRate {
    private static final int PRODUCTS_AT_ONCE = 10;

    private final BackendSettings settings;

    ProductRate(int device, Precision precision) {
        this.settings = new BackendSettings(ElementType.FLOAT32, 1, precision, device);
    }

    /** Median over repeats of ten products each. */
    double operationsPerSecond(int side, int repeats) {
        try (Backend backend = Backend.named("cuda", settings)) {
            Shape shape = Shape.of(side, side);
            Tensor a = random(backend, shape, 1);
            Tensor b = random(backend, shape, 2);
            Tensor c = backend.allocate(backend.activationType(), shape);
            double[] seconds = new double[repeats];
            run(backend, a, b, c);
            for (int i = 0; i < repeats; i++) {
                long start = System.nanoTime();
                run(backend, a, b, c);
                seconds[i] = (System.nanoTime() - start) * 1e-9;
            }
            Arrays.sort(seconds);
            return 2.0 * PRODUCTS_AT_ONCE * side * side * side / seconds[repeats / 2];
        }
    }

    private static void run(Backend backend, Tensor a, Tensor b, Tensor c) {
        for (int i = 0; i < PRODUCTS_AT_ONCE; i++) {
            backend.matmul(Transpose.NO, a, Transpose.NO, b, 1, 0, c);
        }
        // Waits for all of them.
        backend.read(c, 0, new float[1], 0, 1);
    }

    private static Tensor random(Backend backend, Shape shape, long seed) {
        Tensor tensor = backend.allocate(backend.activationType(), shape);
        SplittableRandom random = new SplittableRandom(seed);
        float[] block = new float[1 << 20];
        for (long done = 0; done < shape.size(); done += block.length) {
            for (int i = 0; i < block.length; i++) {
                block[i] = (float) (2 * random.nextDouble() - 1);
            }
            int count = (int) Math.min(block.length, shape.size() - done);
            backend.write(tensor, done, block, 0, count);
        }
        return tensor;
    }
}
