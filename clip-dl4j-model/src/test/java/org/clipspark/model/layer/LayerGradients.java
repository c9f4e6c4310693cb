package org.clipspark.model.layer;

import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.FiniteDifference;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;

/** Checks layers of maps against central differences in double precision, at parameters and inputs drawn at random. */
public final class LayerGradients implements AutoCloseable {
    private static final double TOLERANCE = 1e-7;

    private final Backend backend = Backend.named("nd4j", new BackendSettings(ElementType.FLOAT64, 1));
    private final Arena arena = new Arena(backend, 100_000);
    private final SplittableRandom random = new SplittableRandom(11);

    public Backend backend() {
        return backend;
    }

    public Arena arena() {
        return arena;
    }

    /** Declared parameters with normal values; running variances, which are positive, are 1.5. */
    public ParameterSet drawn(Consumer<ParameterSet.Declarations> declare) {
        ParameterSet.Declarations declarations = new ParameterSet.Declarations();
        declare.accept(declarations);
        ParameterSet parameters = declarations.bind(backend);
        randomize(parameters.values());
        for (var entry : parameters.layout().entries()) {
            if (entry.name().endsWith("running_var")) {
                backend.fill(parameters.value(entry.name()), 1.5);
            }
        }
        return parameters;
    }

    public Tensor random(Shape shape) {
        Tensor tensor = backend.allocate(ElementType.FLOAT64, shape);
        randomize(tensor);
        return tensor;
    }

    private void randomize(Tensor tensor) {
        double[] values = new double[(int) tensor.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextGaussian();
        }
        backend.write(tensor, 0, values, 0, values.length);
    }

    /** Checks a layer from its forward pass and its backward pass from {@code dy}, which it may overwrite, to {@code dx}. */
    public void check(
            ParameterSet parameters, Tensor x, Function<Tensor, Tensor> forward, BiConsumer<Tensor, Tensor> backward) {
        Tensor dx = backend.allocate(ElementType.FLOAT64, x.shape());
        Supplier<Double> loss = checkParameters(parameters, x, forward, dy -> backward.accept(dy, dx));
        new FiniteDifference(backend).check(x, dx, TOLERANCE, loss::get);
    }

    /** As {@link #check}, of a layer that gives no gradient of its input; returns the loss that was differentiated. */
    public Supplier<Double> checkParameters(
            ParameterSet parameters, Tensor x, Function<Tensor, Tensor> forward, Consumer<Tensor> backward) {
        long mark = arena.mark();
        Tensor dy = random(forward.apply(x).shape());
        Tensor spent = backend.allocate(ElementType.FLOAT64, dy.shape());
        backend.copy(dy, spent);
        backward.accept(spent);
        arena.release(mark);
        Supplier<Double> loss = () -> {
            double value = backend.dot(forward.apply(x), dy);
            arena.release(mark);
            return value;
        };
        new FiniteDifference(backend).check(parameters.values(), parameters.gradients(), TOLERANCE, loss::get);
        return loss;
    }

    @Override
    public void close() {
        backend.close();
    }
}
