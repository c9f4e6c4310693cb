package org.clipspark.model.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.loss.ContrastiveLoss.Logits;
import org.clipspark.model.loss.ContrastiveLoss.Pairs;
import org.clipspark.model.loss.ContrastiveLoss.Part;
import org.clipspark.model.loss.ContrastiveLoss.Result;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LossPartsTest {
    private static final int BATCH = 7;
    private static final int WIDTH = 5;
    private static final Logits LOGITS = new Logits(9.5, -3);
    private static final double TOLERANCE = 1e-12;

    private final Backend backend = Backend.named("nd4j", new BackendSettings(ElementType.FLOAT64, 1));
    private final Random random = new Random(4);
    private final Tensor images = unitRows();
    private final Tensor texts = unitRows();

    @AfterEach
    void close() {
        backend.close();
    }

    private Tensor unitRows() {
        double[] values = random.doubles(BATCH * WIDTH, -1, 1).toArray();
        Tensor rows = backend.allocate(BATCH, WIDTH);
        backend.write(rows, 0, values, 0, values.length);
        backend.l2Normalize(rows, rows, backend.allocate(BATCH));
        return rows;
    }

    private record Outcome(Result result, List<Double> dImages, List<Double> dTexts) {}

    private Outcome outcome(ContrastiveLoss loss, Part part) {
        Tensor dImages = backend.allocate(BATCH, WIDTH);
        Tensor dTexts = backend.allocate(BATCH, WIDTH);
        backend.fill(dImages, Double.NaN);
        backend.fill(dTexts, Double.NaN);
        Arena arena = new Arena(backend, 1000);
        Result result = loss.gradients(backend, arena, new Pairs(images, texts, part), LOGITS, dImages, dTexts);
        return new Outcome(result, list(dImages), list(dTexts));
    }

    private List<Double> list(Tensor tensor) {
        return Arrays.stream(values(tensor)).boxed().toList();
    }

    private static void assertClose(List<Double> actual, List<Double> expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i)).isCloseTo(expected.get(i), within(TOLERANCE));
        }
    }

    private double[] values(Tensor tensor) {
        double[] values = new double[(int) tensor.size()];
        backend.read(tensor, 0, values, 0, values.length);
        return values;
    }

    private static Stream<ContrastiveLoss> losses() {
        return Stream.of(ContrastiveLoss.named("softmax"), ContrastiveLoss.named("sigmoid"));
    }

    /** Replicas that know all embeddings: each takes its rows, and what they find is added up. */
    @ParameterizedTest
    @MethodSource("losses")
    void sharesOfPartsAddUpToTheWholeBatch(ContrastiveLoss loss) {
        Outcome whole = outcome(loss, new Part(0, BATCH));
        Outcome first = outcome(loss, new Part(0, 3));
        Outcome second = outcome(loss, new Part(3, 1));
        Outcome third = outcome(loss, new Part(4, 3));

        assertThat(first.result().plus(second.result()).plus(third.result()))
                .usingRecursiveComparison()
                .withComparatorForType((a, b) -> Math.abs(a - b) < TOLERANCE ? 0 : 1, Double.class)
                .isEqualTo(whole.result());
        assertClose(sum(List.of(first.dImages(), second.dImages(), third.dImages())), whole.dImages());
        assertClose(sum(List.of(first.dTexts(), second.dTexts(), third.dTexts())), whole.dTexts());
    }

    private static List<Double> sum(List<List<Double>> parts) {
        return IntStream.range(0, parts.get(0).size())
                .mapToObj(i -> parts.stream().mapToDouble(part -> part.get(i)).sum())
                .toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2 * BATCH, 3 * BATCH + 1})
    void chunksChangeNothingButMemory(long elements) {
        assertSame(outcome(new SoftmaxLoss(elements), new Part(0, BATCH)), "softmax");
        assertSame(outcome(new SigmoidLoss(elements), new Part(0, BATCH)), "sigmoid");
    }

    private void assertSame(Outcome chunked, String name) {
        Outcome whole = outcome(ContrastiveLoss.named(name), new Part(0, BATCH));
        assertThat(chunked.result().loss()).isCloseTo(whole.result().loss(), within(TOLERANCE));
        assertThat(chunked.result().dLogitScale()).isCloseTo(whole.result().dLogitScale(), within(TOLERANCE));
        assertThat(chunked.result().dLogitBias()).isCloseTo(whole.result().dLogitBias(), within(TOLERANCE));
        assertClose(chunked.dImages(), whole.dImages());
        assertClose(chunked.dTexts(), whole.dTexts());
    }

    @Test
    void memoryGrowsWithTheBatchAndNotWithItsSquare() {
        // The logits of one row, and as many gradients, each rounded up by the arena.
        assertThat(peak(new SoftmaxLoss(BATCH))).isLessThan(peak(new SoftmaxLoss(BATCH * BATCH)) / 3);
        assertThat(peak(new SigmoidLoss(BATCH))).isLessThan(peak(new SigmoidLoss(BATCH * BATCH)) / 3);
    }

    private long peak(ContrastiveLoss loss) {
        Arena arena = new Arena(backend, 1000);
        Pairs pairs = new Pairs(images, texts, new Part(0, BATCH));
        loss.gradients(backend, arena, pairs, LOGITS, backend.allocate(BATCH, WIDTH), backend.allocate(BATCH, WIDTH));
        return arena.peak();
    }

    @ParameterizedTest
    @MethodSource("losses")
    void gradientsOfAPartAreThoseOfFiniteDifferences(ContrastiveLoss loss) {
        Part part = new Part(2, 3);
        Outcome outcome = outcome(loss, part);
        assertSlopes(loss, part, images, outcome.dImages());
        assertSlopes(loss, part, texts, outcome.dTexts());
    }

    private void assertSlopes(ContrastiveLoss loss, Part part, Tensor embeddings, List<Double> gradient) {
        double[] start = values(embeddings);
        double step = 1e-6;
        for (int i = 0; i < start.length; i++) {
            double up = lossWith(loss, part, embeddings, i, start[i] + step);
            double down = lossWith(loss, part, embeddings, i, start[i] - step);
            backend.write(embeddings, i, start, i, 1);
            assertThat(gradient.get(i)).isCloseTo((up - down) / (2 * step), within(1e-8));
        }
    }

    private double lossWith(ContrastiveLoss loss, Part part, Tensor embeddings, int index, double value) {
        backend.write(embeddings, index, new double[] {value}, 0, 1);
        return outcome(loss, part).result().loss();
    }

    @Test
    void refusesPartsOutsideTheBatch() {
        assertThatThrownBy(() -> new Part(0, 0))
                .hasMessage("A part of a batch needs first >= 0 and count >= 1, got first=0 count=0");
        assertThatThrownBy(() -> new Pairs(images, texts, new Part(5, 3)))
                .hasMessage(
                        "Expected images and texts of one shape with Part[first=5, count=3] in it, got images [7, 5]"
                                + " and texts [7, 5]");
    }
}
