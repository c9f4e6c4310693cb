package org.clipspark.model.compute;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;

/** The same operation on the same numbers by a backend and by the reference in double precision. */
final class TwoBackends implements AutoCloseable {
    private final Backend backend;
    private final Backend reference = Backend.named("nd4j", new BackendSettings(ElementType.FLOAT64, 1));
    private final double tolerance;
    private Random random = new Random(0);

    TwoBackends(Backend backend, double tolerance) {
        this.backend = backend;
        this.tolerance = tolerance;
    }

    /** A tensor of the backend and one of the reference with the same numbers. */
    record Twin(Tensor tensor, Tensor expected) {}

    /** An operation on one of the backends, whose tensors {@code of} picks. */
    interface Operation {
        void run(Backend on, Side of);
    }

    /** The tensor of a twin that belongs to the backend at hand. */
    interface Side {
        Tensor of(Twin twin);
    }

    void startWithTheSameNumbers() {
        random = new Random(20261130);
    }

    /** Normally distributed activations, rounded to the backend's type of them. */
    Twin activations(long... dimensions) {
        return twin(backend.activationType(), x -> random.nextGaussian(), dimensions);
    }

    /** Normally distributed numbers of the backend's floating type. */
    Twin floats(long... dimensions) {
        return twin(backend.floatType(), x -> random.nextGaussian(), dimensions);
    }

    /** Numbers from 0.5 to 1.5 of the backend's floating type. */
    Twin positives(long... dimensions) {
        return twin(backend.floatType(), x -> 0.5 + random.nextDouble(), dimensions);
    }

    /** Activations that an operation shall replace. */
    Twin results(long... dimensions) {
        return twin(backend.activationType(), x -> Double.NaN, dimensions);
    }

    /** Numbers of the floating type that an operation shall replace. */
    Twin floatResults(long... dimensions) {
        return twin(backend.floatType(), x -> Double.NaN, dimensions);
    }

    private Twin twin(ElementType type, UnaryOperator<Double> number, long... dimensions) {
        Shape shape = Shape.of(dimensions);
        Tensor tensor = backend.allocate(type, shape);
        Tensor expected = reference.allocate(dimensions);
        double[] numbers = new double[Math.toIntExact(shape.size())];
        Arrays.setAll(numbers, i -> number.apply(0.0));
        backend.write(tensor, 0, numbers, 0, numbers.length);
        // The reference computes with what the backend could hold.
        backend.read(tensor, 0, numbers, 0, numbers.length);
        reference.write(expected, 0, numbers, 0, numbers.length);
        return new Twin(tensor, expected);
    }

    Twin integers(int... numbers) {
        Shape shape = Shape.of(numbers.length);
        Twin twin = new Twin(backend.allocate(ElementType.INT32, shape), reference.allocate(ElementType.INT32, shape));
        backend.write(twin.tensor(), 0, numbers, 0, numbers.length);
        reference.write(twin.expected(), 0, numbers, 0, numbers.length);
        return twin;
    }

    /** Random row numbers of a table. */
    Twin rows(int count, int tableRows) {
        return integers(random.ints(count, 0, tableRows).toArray());
    }

    /** What each keeps in its own way: NaN until an operation writes it. */
    Twin kept(Shape ofBackend, Shape ofReference) {
        Tensor tensor = backend.allocate(backend.floatType(), ofBackend);
        Tensor expected = reference.allocate(reference.floatType(), ofReference);
        backend.fill(tensor, Double.NaN);
        reference.fill(expected, Double.NaN);
        return new Twin(tensor, expected);
    }

    Backend backend() {
        return backend;
    }

    void run(Operation operation) {
        operation.run(backend, Twin::tensor);
        operation.run(reference, Twin::expected);
    }

    /** Numbers that an operation returns. */
    interface Measurement {
        double run(Backend on, Side of);
    }

    void assertSame(Measurement measurement) {
        double expected = measurement.run(reference, Twin::expected);
        double actual = measurement.run(backend, Twin::tensor);
        assertThat(Math.abs(actual - expected) <= tolerance * Math.abs(expected))
                .as("expected %s, got %s", expected, actual)
                .isTrue();
    }

    /** Compares relative to the largest magnitude. */
    void assertClose(Twin... twins) {
        for (Twin twin : twins) {
            double[] expected = new double[Math.toIntExact(twin.expected().size())];
            double[] actual = new double[expected.length];
            reference.read(twin.expected(), 0, expected, 0, expected.length);
            backend.read(twin.tensor(), 0, actual, 0, actual.length);
            double scale =
                    Math.max(1e-30, Arrays.stream(expected).map(Math::abs).max().orElseThrow());
            for (int i = 0; i < expected.length; i++) {
                // A comparison that NaN fails.
                assertThat(Math.abs(actual[i] - expected[i]) <= tolerance * scale)
                        .as(
                                "element %s of %s: expected %s, got %s",
                                i, twin.tensor().shape(), expected[i], actual[i])
                        .isTrue();
            }
        }
    }

    @Override
    public void close() {
        backend.close();
        reference.close();
    }
}
