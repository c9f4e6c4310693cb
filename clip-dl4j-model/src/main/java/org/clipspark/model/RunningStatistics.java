package org.clipspark.model;

import java.util.ArrayList;
import java.util.List;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.compute.Tensor;

/**
 * Running means and variances of a model's batch normalisations, in the form that replicas may average. The mean of
 * variances is not the variance of all samples, it lacks the distance between the means; the mean of squares is that of
 * all samples. So a variance travels as {@code variance + mean^2}.
 */
public final class RunningStatistics {
    private static final String VARIANCE = ".running_var";
    private static final String MEAN = ".running_mean";

    private final Backend backend;
    private final List<Channels> layers = new ArrayList<>();

    private record Channels(Tensor mean, Tensor variance) {}

    RunningStatistics(Backend backend, ParameterLayout layout, Tensor values) {
        this.backend = backend;
        for (ParameterLayout.Entry variance : layout.entries()) {
            if (variance.name().endsWith(VARIANCE)) {
                String layer = variance.name().substring(0, variance.name().length() - VARIANCE.length());
                ParameterLayout.Entry mean = layout.entry(layer + MEAN);
                layers.add(new Channels(
                        backend.view(values, mean.offset(), mean.shape()),
                        backend.view(values, variance.offset(), variance.shape())));
            }
        }
    }

    /** Variances to means of squares; the model is of no use until {@link #toVariances}. */
    public void toMeansOfSquares() {
        addSquaredMeans(1);
    }

    /** Means of squares, now averaged, back to variances. */
    public void toVariances() {
        addSquaredMeans(-1);
    }

    private void addSquaredMeans(int sign) {
        for (Channels layer : layers) {
            double[] mean = values(layer.mean());
            double[] variance = values(layer.variance());
            for (int i = 0; i < mean.length; i++) {
                // Rounding may take a variance of almost 0 below it.
                variance[i] = Math.max(0, variance[i] + sign * mean[i] * mean[i]);
            }
            backend.write(layer.variance(), 0, variance, 0, variance.length);
        }
    }

    private double[] values(Tensor tensor) {
        double[] values = new double[Math.toIntExact(tensor.size())];
        backend.read(tensor, 0, values, 0, values.length);
        return values;
    }
}
