package org.clipspark.model.compute;

/** Passes over tensors as large as all parameters, on all threads of the replica: memory is what limits them. */
final class HostPasses {
    private static final int BLOCK = 4096;

    private final HostThreads threads;

    HostPasses(HostThreads threads) {
        this.threads = threads;
    }

    double dot(OneDnnTensor x, OneDnnTensor y) {
        return sum(x.size(), (from, to) -> {
            float[] a = new float[BLOCK];
            float[] b = new float[BLOCK];
            double sum = 0;
            for (long offset = from; offset < to; offset += BLOCK) {
                int count = (int) Math.min(BLOCK, to - offset);
                x.read(offset, a, 0, count);
                y.read(offset, b, 0, count);
                sum += HostLoops.dot(a, b, count);
            }
            return sum;
        });
    }

    double sumOfSquares(OneDnnTensor x) {
        return sum(x.size(), (from, to) -> {
            float[] a = new float[BLOCK];
            double sum = 0;
            for (long offset = from; offset < to; offset += BLOCK) {
                int count = (int) Math.min(BLOCK, to - offset);
                x.read(offset, a, 0, count);
                sum += HostLoops.dot(a, a, count);
            }
            return sum;
        });
    }

    /** The sum of a part, from the first of these elements to before the second. */
    private interface Part {
        double sum(long from, long to);
    }

    /** Adds the sums of the sections in their order: the result is the same for any number of threads. */
    private double sum(long size, Part part) {
        double[] sums = new double[HostThreads.sections(size)];
        threads.run(size, (section, from, to) -> sums[section] = part.sum(from, to));
        double sum = 0;
        for (double each : sums) {
            sum += each;
        }
        return sum;
    }

    void fill(OneDnnTensor x, double value) {
        if (value == 0) {
            threads.run(x.size(), (section, from, to) -> x.zero(from, to - from));
        } else {
            HostLoops.fill(x, value);
        }
    }

    void adamW(
            AdamWStep step, OneDnnTensor parameters, OneDnnTensor gradients, OneDnnTensor first, OneDnnTensor second) {
        threads.run(parameters.size(), (section, from, to) -> {
            float[] p = new float[BLOCK];
            float[] g = new float[BLOCK];
            float[] m = new float[BLOCK];
            float[] v = new float[BLOCK];
            for (long offset = from; offset < to; offset += BLOCK) {
                int count = (int) Math.min(BLOCK, to - offset);
                parameters.read(offset, p, 0, count);
                gradients.read(offset, g, 0, count);
                first.read(offset, m, 0, count);
                second.read(offset, v, 0, count);
                adamW(step, p, g, m, v, count);
                parameters.write(offset, p, 0, count);
                first.write(offset, m, 0, count);
                second.write(offset, v, 0, count);
            }
        });
    }

    private static void adamW(AdamWStep step, float[] p, float[] g, float[] m, float[] v, int count) {
        float scale = (float) step.gradientScale();
        float beta1 = (float) step.beta1();
        float beta2 = (float) step.beta2();
        float rest1 = (float) (1 - step.beta1());
        float rest2 = (float) (1 - step.beta2());
        float keep = (float) (1 - step.learningRate() * step.weightDecay());
        float size = (float) (step.learningRate() / step.firstCorrection());
        float correction = (float) Math.sqrt(step.secondCorrection());
        float epsilon = (float) step.epsilon();
        for (int i = 0; i < count; i++) {
            float gradient = g[i] * scale;
            m[i] = beta1 * m[i] + rest1 * gradient;
            v[i] = beta2 * v[i] + rest2 * gradient * gradient;
            p[i] = p[i] * keep - size * m[i] / ((float) Math.sqrt(v[i]) / correction + epsilon);
        }
    }
}
