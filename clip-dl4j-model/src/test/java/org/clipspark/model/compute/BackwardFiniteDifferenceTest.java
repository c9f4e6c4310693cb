package org.clipspark.model.compute;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.DoubleSupplier;
import org.clipspark.model.compute.AttentionShape.Mask;
import org.clipspark.model.compute.Backend.AttentionBackward;
import org.clipspark.model.compute.Backend.LayerNormBackward;
import org.clipspark.model.compute.VariantOperations.CrossAttentionBackward;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every backward operation is the derivative of its forward operation: the loss is the dot of the output with dy. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackwardFiniteDifferenceTest {
    private static final double TOLERANCE = 1e-8;

    private final Backend backend = Backend.named("nd4j", new BackendSettings(ElementType.FLOAT64, 1));
    private final ComputeFixture fixture = new ComputeFixture(backend, TOLERANCE, 99);

    @AfterAll
    void close() {
        backend.close();
    }

    private void check(Tensor x, Tensor analytic, DoubleSupplier loss) {
        new FiniteDifference(backend).check(x, analytic, TOLERANCE, loss);
    }

    private DoubleSupplier loss(Runnable forward, Tensor output, Tensor dOutput) {
        return () -> {
            forward.run();
            return backend.dot(output, dOutput);
        };
    }

    @Test
    void refusesSinglePrecision() {
        try (Backend single = Backend.named("nd4j", new BackendSettings(ElementType.FLOAT32, 1))) {
            assertThatThrownBy(() -> new FiniteDifference(single))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Finite differences need FLOAT64, got FLOAT32");
        }
    }

    @Test
    void differentiatesALinearMap() {
        Tensor x = fixture.random(5, 3);
        Tensor w = fixture.random(4, 3);
        Tensor bias = fixture.random(4);
        Tensor dy = fixture.random(5, 4);
        Tensor y = backend.allocate(5, 4);
        Tensor dx = fixture.poisoned(5, 3);
        Tensor dw = backend.allocate(4, 3);
        Tensor db = backend.allocate(4);
        Runnable forward = () -> backend.linear(x, w, bias, y);
        DoubleSupplier loss = loss(forward, y, dy);

        backend.linearBackwardInput(dy, w, dx);
        backend.linearBackwardWeight(dy, x, dw);
        backend.biasBackward(dy, db);

        check(x, dx, loss);
        check(w, dw, loss);
        check(bias, db, loss);
    }

    @Test
    void differentiatesLayerNormalization() {
        Tensor x = fixture.random(5, 7);
        Tensor gamma = fixture.random(7);
        Tensor beta = fixture.random(7);
        Tensor dy = fixture.random(5, 7);
        Tensor y = backend.allocate(5, 7);
        Tensor mean = backend.allocate(5);
        Tensor variance = backend.allocate(5);
        Tensor dx = fixture.poisoned(5, 7);
        Tensor dgamma = backend.allocate(7);
        Tensor dbeta = backend.allocate(7);
        Runnable forward = () -> backend.layerNorm(x, gamma, beta, 1e-5, y, mean, variance);
        DoubleSupplier loss = loss(forward, y, dy);

        forward.run();
        backend.layerNormBackward(new LayerNormBackward(dy, x, gamma, mean, variance, 1e-5, dx, dgamma, dbeta));

        check(x, dx, loss);
        check(gamma, dgamma, loss);
        check(beta, dbeta, loss);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void differentiatesAnActivation(Activation activation) {
        Tensor x = fixture.random(6, 5);
        Tensor dy = fixture.random(6, 5);
        Tensor y = backend.allocate(6, 5);
        Tensor dx = fixture.poisoned(6, 5);

        backend.activationBackward(activation, x, dy, dx);

        check(x, dx, loss(() -> backend.activation(activation, x, y), y, dy));
    }

    @ParameterizedTest
    @EnumSource(Mask.class)
    void differentiatesAttention(Mask mask) {
        AttentionShape shape = new AttentionShape(2, 5, 2, 3, mask);
        Tensor qkv = fixture.random(10, 18);
        Tensor dOut = fixture.random(10, 6);
        Tensor probabilities = backend.allocate(2, 2, 5, 5);
        Tensor out = backend.allocate(10, 6);
        Tensor dQkv = fixture.poisoned(10, 18);
        Runnable forward = () -> backend.attention(shape, qkv, probabilities, out);
        DoubleSupplier loss = loss(forward, out, dOut);

        forward.run();
        backend.attentionBackward(
                new AttentionBackward(shape, qkv, probabilities, out, dOut, backend.allocate(2, 2, 5, 5), dQkv));

        check(qkv, dQkv, loss);
    }

    @Test
    void differentiatesGatheredRows() {
        Tensor table = fixture.random(4, 3);
        Tensor rows = fixture.integers(2, 0, 2, 2, 3);
        Tensor dy = fixture.random(5, 3);
        Tensor y = backend.allocate(5, 3);
        Tensor dTable = backend.allocate(4, 3);

        backend.scatterAddRows(dy, rows, dTable);

        check(table, dTable, loss(() -> backend.gatherRows(table, rows, y), y, dy));
    }

    @Test
    void differentiatesAddedPositions() {
        Tensor position = fixture.random(3, 2);
        Tensor x = fixture.random(12, 2);
        Tensor dy = fixture.random(12, 2);
        Tensor y = backend.allocate(12, 2);
        Tensor dPosition = backend.allocate(3, 2);

        backend.sumOfEach(dy, dPosition);

        check(position, dPosition, () -> {
            backend.copy(x, y);
            backend.addToEachInPlace(position, y);
            return backend.dot(y, dy);
        });
    }

    @Test
    void differentiatesAPrependedToken() {
        Tensor token = fixture.random(3);
        Tensor x = fixture.random(8, 3);
        Tensor dy = fixture.random(10, 3);
        Tensor y = backend.allocate(10, 3);
        Tensor dToken = backend.allocate(3);
        Tensor dx = fixture.poisoned(8, 3);
        Runnable forward = () -> backend.prependToken(token, x, 5, y);
        DoubleSupplier loss = loss(forward, y, dy);

        backend.prependTokenBackward(dy, 5, dToken, dx);

        check(token, dToken, loss);
        check(x, dx, loss);
    }

    @Test
    void differentiatesRowsOfNormOne() {
        Tensor x = fixture.random(4, 5);
        Tensor dy = fixture.random(4, 5);
        Tensor y = backend.allocate(4, 5);
        Tensor norms = backend.allocate(4);
        Tensor dx = fixture.poisoned(4, 5);
        Runnable forward = () -> backend.l2Normalize(x, y, norms);
        DoubleSupplier loss = loss(forward, y, dy);

        forward.run();
        backend.l2NormalizeBackward(dy, y, norms, dx);

        check(x, dx, loss);
    }

    @Test
    void differentiatesSoftmaxCrossEntropy() {
        Tensor logits = fixture.random(4, 9);
        Tensor gradient = fixture.poisoned(4, 9);
        Tensor unused = backend.allocate(4, 9);

        backend.softmaxCrossEntropy(logits, 5, 0.7, gradient);

        check(logits, gradient, () -> backend.softmaxCrossEntropy(logits, 5, 0.7, unused));
    }

    @Test
    void differentiatesScaledColumns() {
        Tensor x = fixture.random(4, 3);
        Tensor gain = fixture.random(3);
        Tensor dy = fixture.random(4, 3);
        Tensor y = backend.allocate(4, 3);
        Tensor dx = fixture.poisoned(4, 3);
        Tensor dGain = backend.allocate(3);
        DoubleSupplier loss = loss(() -> backend.variants().scaleColumns(x, gain, y), y, dy);

        backend.variants().scaleColumns(dy, gain, dx);
        backend.variants().scaleColumnsBackward(dy, x, dGain);

        check(x, dx, loss);
        check(gain, dGain, loss);
    }

    @Test
    void differentiatesAMeanOfTokens() {
        TokenRange range = new TokenRange(4, 1, 3);
        Tensor x = fixture.random(8, 3);
        Tensor dy = fixture.random(2, 3);
        Tensor y = backend.allocate(2, 3);
        Tensor dx = fixture.poisoned(8, 3);

        backend.variants().meanOfTokensBackward(range, dy, dx);

        check(x, dx, loss(() -> backend.variants().meanOfTokens(range, x, y), y, dy));
    }

    @Test
    void differentiatesAttentionOfQueriesToTokens() {
        CrossAttentionShape shape = new CrossAttentionShape(2, 3, 5, 2, 4);
        Tensor q = fixture.random(6, 8);
        Tensor k = fixture.random(10, 8);
        Tensor v = fixture.random(10, 8);
        Tensor dOut = fixture.random(6, 8);
        Tensor probabilities = backend.allocate(2, 2, 3, 5);
        Tensor out = backend.allocate(6, 8);
        Tensor dq = fixture.poisoned(6, 8);
        Tensor dk = fixture.poisoned(10, 8);
        Tensor dv = fixture.poisoned(10, 8);
        Runnable forward = () -> backend.variants().crossAttention(shape, q, k, v, probabilities, out);
        DoubleSupplier loss = loss(forward, out, dOut);

        forward.run();
        backend.variants()
                .crossAttentionBackward(new CrossAttentionBackward(
                        shape, q, k, v, probabilities, out, dOut, backend.allocate(2, 2, 3, 5), dq, dk, dv));

        check(q, dq, loss);
        check(k, dk, loss);
        check(v, dv, loss);
    }

    @Test
    void differentiatesSigmoidCrossEntropy() {
        Tensor logits = fixture.random(4, 9);
        Tensor gradient = fixture.poisoned(4, 9);
        Tensor unused = backend.allocate(4, 9);

        backend.variants().sigmoidCrossEntropy(logits, 5, 0.7, gradient);

        check(logits, gradient, () -> backend.variants().sigmoidCrossEntropy(logits, 5, 0.7, unused));
    }
}
