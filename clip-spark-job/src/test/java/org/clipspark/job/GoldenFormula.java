package org.clipspark.job;

import java.nio.charset.StandardCharsets;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.encoder.TextConfig;

/** Weights and inputs that the reference cases define by formula instead of storing them. */
final class GoldenFormula {
    private GoldenFormula() {}

    /** Number {@code index} of the stream of that name, in [0, 1). */
    static double uniform(String name, long seed, long index) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        long z = hash + seed * 0x632BE59BD9B4E019L + (index + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        z ^= z >>> 31;
        return (z >>> 11) * 0x1p-53;
    }

    static float[] weights(String name, Shape shape, long seed) {
        double factor = factor(name, shape);
        double shift = shift(name, shape);
        float[] values = new float[Math.toIntExact(shape.size())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (shift + factor * (2 * uniform(name, seed, i) - 1));
        }
        return values;
    }

    private static double shift(String name, Shape shape) {
        boolean isGain = shape.rank() == 1 && !name.endsWith("class_embedding") && isGain(name);
        return isGain || name.endsWith("running_var") ? 1 : 0;
    }

    private static boolean isGain(String name) {
        return name.endsWith("weight") || name.endsWith("gamma");
    }

    private static double factor(String name, Shape shape) {
        if (shape.rank() >= 2) {
            if (name.contains("embedding")) {
                return 0.05;
            }
            boolean projects = name.endsWith("text_projection") || name.equals("visual.proj");
            long fanIn = projects ? shape.dimension(0) : shape.size() / shape.dimension(0);
            return Math.sqrt(3.0 / fanIn);
        }
        if (name.endsWith("class_embedding")) {
            return 0.05;
        }
        if (name.endsWith("num_batches_tracked")) {
            return 0;
        }
        if (name.endsWith("running_var")) {
            return 0.5;
        }
        if (name.endsWith("running_mean")) {
            return 0.1;
        }
        return isGain(name) ? 0.1 : 0.02;
    }

    static float[] images(long seed, int batch, ModelConfig config) {
        float[] values = new float[batch * config.imageLength()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (3 * uniform("in/images", seed, i) - 1.5);
        }
        return values;
    }

    static int[] texts(long seed, int batch, TextConfig config) {
        int context = config.contextLength();
        int vocabulary = config.vocabularySize();
        int[] ids = new int[batch * context];
        for (int i = 0; i < batch; i++) {
            int words = Math.min(context - 2, 1 + (int) Math.floor(uniform("in/text_len", seed, i) * (context - 2)));
            ids[i * context] = vocabulary - 2;
            for (int j = 1; j <= words; j++) {
                double u = uniform("in/text", seed, (long) i * context + j);
                ids[i * context + j] = 1 + (int) Math.floor(u * (vocabulary - 3));
            }
            ids[i * context + words + 1] = vocabulary - 1;
        }
        return ids;
    }

    /** Sum, sum of squares, and sum weighted by a random sign-like factor. */
    static double[] digest(String name, double[] values) {
        double[] digest = new double[3];
        for (int i = 0; i < values.length; i++) {
            digest[0] += values[i];
            digest[1] += values[i] * values[i];
            digest[2] += values[i] * (2 * uniform("digest/" + name, 0, i) - 1);
        }
        return digest;
    }
}
