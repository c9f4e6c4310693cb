package org.clipspark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.ParameterLayout;

/**
 * Gradients of a whole model against central differences in double precision: part by part, along a random direction of
 * all the part's parameters.
 */
final class PartSlopes {
    /** Small, so that hardly any rectifier bends within a step; rounding is still a thousand times smaller. */
    private static final double STEP = 1e-7;

    private final Backend backend;
    private final ClipModel model;
    private final DoubleSupplier loss;
    private final SplittableRandom random = new SplittableRandom(7);

    /** Slopes of a loss that adds its gradients to the model's. */
    PartSlopes(Backend backend, ClipModel model, DoubleSupplier loss) {
        this.backend = backend;
        this.model = model;
        this.loss = loss;
    }

    /** Checks the parameters whose names begin so, each part by itself. */
    void check(List<String> parts) {
        double[] start = perturbed();
        model.clearGradients();
        loss(start);
        double[] gradients = new double[start.length];
        backend.read(model.parameters().gradients(), 0, gradients, 0, gradients.length);
        for (String part : parts) {
            double[] direction = direction(part);
            double expected = 0;
            for (int i = 0; i < start.length; i++) {
                expected += direction[i] * gradients[i];
            }
            double slope = (loss(moved(start, direction, STEP)) - loss(moved(start, direction, -STEP))) / (2 * STEP);
            assertThat(expected).as(part).isCloseTo(slope, within(1e-6 + 1e-5 * Math.abs(slope)));
            assertThat(Math.abs(slope)).as("slope along %s", part).isGreaterThan(1e-4);
        }
    }

    /** Values away from the symmetric start, so that no gradient is zero by accident. */
    double[] perturbed() {
        model.initialise(3);
        double[] values = new double[(int) model.parameters().layout().trainedSize()];
        backend.read(model.parameters().values(), 0, values, 0, values.length);
        for (int i = 0; i < values.length; i++) {
            values[i] += 0.1 * random.nextGaussian();
        }
        return values;
    }

    private double[] direction(String part) {
        double[] direction = new double[(int) model.parameters().layout().trainedSize()];
        for (ParameterLayout.Entry entry : model.parameters().layout().trainedEntries()) {
            if (entry.name().startsWith(part)) {
                for (long i = 0; i < entry.shape().size(); i++) {
                    direction[(int) (entry.offset() + i)] = random.nextGaussian();
                }
            }
        }
        return direction;
    }

    private static double[] moved(double[] start, double[] direction, double step) {
        double[] values = start.clone();
        for (int i = 0; i < values.length; i++) {
            values[i] += step * direction[i];
        }
        return values;
    }

    double loss(double[] values) {
        backend.write(model.parameters().values(), 0, values, 0, values.length);
        return loss.getAsDouble();
    }
}
