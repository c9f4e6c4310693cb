package org.clipspark.model.layer.convolution;

import java.util.Optional;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.FeatureMapOperations;
import org.clipspark.model.compute.FeatureMapOperations.Statistics;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Initial;
import org.clipspark.model.layer.Mode;
import org.clipspark.model.layer.ParameterSet;

/**
 * Batch normalisation of each channel with gain and shift (Ioffe and Szegedy 2015). Training normalises by the batch and
 * keeps a running mean and variance, by which evaluation normalises.
 */
final class BatchNorm {
    /** PyTorch's defaults. */
    private static final double EPSILON = 1e-5;

    private static final double MOMENTUM = 0.1;

    private final Backend backend;
    private final String name;
    private final End end;
    private final Tensor gain;
    private final Tensor shift;
    private final Tensor gainGradient;
    private final Tensor shiftGradient;
    private final Tensor runningMean;
    private final Tensor runningVariance;
    private final Tensor batches;
    private Optional<FeatureMapOperations.BatchNorm> saved = Optional.empty();

    /** What follows the normalisation. */
    enum End {
        RECTIFIED,
        LINEAR
    }

    BatchNorm(Backend backend, ParameterSet parameters, String name, End end) {
        this.backend = backend;
        this.name = name;
        this.end = end;
        this.gain = parameters.value(name + ".weight");
        this.shift = parameters.value(name + ".bias");
        this.gainGradient = parameters.gradient(name + ".weight");
        this.shiftGradient = parameters.gradient(name + ".bias");
        this.runningMean = parameters.value(name + ".running_mean");
        this.runningVariance = parameters.value(name + ".running_var");
        this.batches = parameters.value(name + ".num_batches_tracked");
    }

    static void declare(ParameterSet.Declarations declarations, String name, long channels, Initial gain) {
        declarations
                .add(name + ".weight", gain, channels)
                .add(name + ".bias", Initial.ZERO, channels)
                .addBuffer(name + ".running_mean", Initial.ZERO, channels)
                .addBuffer(name + ".running_var", Initial.ONE, channels)
                .addBuffer(name + ".num_batches_tracked", Initial.ZERO);
    }

    /** What the backward pass needs beside the input: statistics of the batch, and signs if outputs are rectified. */
    record Room(Tensor mean, Tensor variance, Optional<Tensor> signs) {}

    /** Room for {@link #forward} of {@code x [N, C]}, to be kept until the backward pass. */
    Room room(Arena arena, Tensor x) {
        Optional<Tensor> signs = end == End.RECTIFIED
                ? Optional.of(arena.takeFloats(FeatureMapOperations.signs(x.size())))
                : Optional.empty();
        return new Room(arena.takeFloats(gain.shape()), arena.takeFloats(gain.shape()), signs);
    }

    /** {@code x [N, C]} to {@code y [N, C]}; {@code x} must stay unchanged until the backward pass. */
    void forward(Room room, Tensor x, Tensor y, Mode mode) {
        FeatureMapOperations.BatchNorm arguments = switch (mode) {
            case EVALUATION -> arguments(Statistics.GIVEN, x, y, runningMean, runningVariance);
            case TRAINING -> arguments(Statistics.OF_BATCH, x, y, room.mean(), room.variance());
        };
        arguments = room.signs().map(arguments::rectified).orElse(arguments);
        backend.featureMaps().batchNorm(arguments);
        if (mode == Mode.TRAINING) {
            track(arguments);
        }
        saved = Optional.of(arguments);
    }

    private FeatureMapOperations.BatchNorm arguments(
            Statistics statistics, Tensor x, Tensor y, Tensor mean, Tensor variance) {
        return new FeatureMapOperations.BatchNorm(statistics, x, gain, shift, EPSILON, y, mean, variance);
    }

    private void track(FeatureMapOperations.BatchNorm arguments) {
        double rows = (double) arguments.x().size() / gain.size();
        if (rows < 2) {
            throw new IllegalArgumentException(name + " needs more than one value per channel in training, got "
                    + arguments.x().shape());
        }
        move(runningMean, arguments.mean(), MOMENTUM);
        // The running variance is the unbiased one, as in PyTorch.
        move(runningVariance, arguments.variance(), MOMENTUM * rows / (rows - 1));
        double[] count = new double[1];
        backend.read(batches, 0, count, 0, 1);
        count[0]++;
        backend.write(batches, 0, count, 0, 1);
    }

    private void move(Tensor running, Tensor observed, double share) {
        backend.scaleInPlace(1 - MOMENTUM, running);
        backend.addScaledInPlace(share, observed, running);
    }

    /** Adds to the parameters' gradients and replaces {@code dx [N, C]}, which may be {@code dy}. */
    void backward(Tensor dy, Tensor dx) {
        FeatureMapOperations.BatchNorm forward =
                saved.orElseThrow(() -> new IllegalStateException("No forward pass before " + name));
        backend.featureMaps()
                .batchNormBackward(
                        new FeatureMapOperations.BatchNormBackward(forward, dy, dx, gainGradient, shiftGradient));
    }
}
