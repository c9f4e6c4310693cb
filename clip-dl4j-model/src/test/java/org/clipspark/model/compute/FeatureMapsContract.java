package org.clipspark.model.compute;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolution and pooling of maps held as rows of channels. */
interface FeatureMapsContract extends BackendContract {
    private FeatureMapOperations maps() {
        return fixture().backend().featureMaps();
    }

    private void convolves(ConvolutionShape shape) {
        Tensor x = fixture().random(shape.input().matrix().toArray());
        Tensor w = fixture().random(shape.weights().toArray());
        Tensor dy = fixture().random(shape.output().matrix().toArray());
        Tensor y = fixture().poisoned(shape.output().matrix().toArray());
        Tensor dx = fixture().poisoned(shape.input().matrix().toArray());
        Tensor dw = fixture().random(shape.weights().toArray());
        double[] start = fixture().values(dw);

        maps().convolution(shape, x, w, y);
        maps().convolutionBackwardInput(shape, dy, w, dx);
        maps().convolutionBackwardWeight(shape, dy, x, dw);

        double[] input = fixture().values(x);
        double[] weights = fixture().values(w);
        double[] gradient = fixture().values(dy);
        fixture().assertClose(y, ReferenceFeatureMaps.convolution(shape, input, weights));
        fixture().assertClose(dx, ReferenceFeatureMaps.convolutionBackwardInput(shape, gradient, weights));
        double[] added = ReferenceFeatureMaps.convolutionBackwardWeight(shape, gradient, input);
        fixture().assertClose(dw, ReferenceOps.plus(start, 1, added));
    }

    /** Columns: batch, height, width, inputs, outputs, kernel, stride, padding. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1, 1, 1, 1, 0",
        "2, 8, 8, 3, 4, 3, 2, 1",
        "1, 5, 7, 3, 16, 3, 1, 1",
        "3, 4, 4, 16, 32, 3, 1, 1",
        "2, 6, 3, 32, 8, 1, 1, 0",
        "2, 7, 5, 20, 10, 3, 2, 1",
        "1, 9, 9, 5, 6, 5, 2, 2"
    })
    default void convolvesMaps(
            int batch, int height, int width, int inputs, int outputs, int kernel, int stride, int padding) {
        convolves(new ConvolutionShape(new MapShape(batch, height, width, inputs), outputs, kernel, stride, padding));
    }

    @Test
    default void convolvesMapsOfRandomShapes() {
        for (int round = 0; round < 8; round++) {
            int kernel = 2 * fixture().randomSize(2) - 1;
            MapShape input = new MapShape(
                    fixture().randomSize(3),
                    kernel + fixture().randomSize(6),
                    kernel + fixture().randomSize(6),
                    fixture().randomSize(24));
            convolves(new ConvolutionShape(
                    input,
                    fixture().randomSize(24),
                    kernel,
                    fixture().randomSize(2),
                    fixture().randomSize(kernel) - 1));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 33000})
    default void rectifiesSums(int size) {
        Tensor x = fixture().random(size);
        Tensor y = fixture().random(size);
        double[] sums = ReferenceOps.plus(fixture().values(y), 1, fixture().values(x));

        maps().addRectified(x, y);

        fixture()
                .assertClose(y, Arrays.stream(sums).map(sum -> Math.max(0, sum)).toArray());
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 2, 1, 2", "2, 4, 6, 3, 2", "3, 8, 8, 16, 2", "2, 6, 6, 5, 3", "1, 3, 4, 7, 1"})
    default void averagesWindows(int batch, int height, int width, int channels, int window) {
        MapShape input = new MapShape(batch, height, width, channels);
        Tensor x = fixture().random(input.matrix().toArray());
        Tensor dy = fixture().random(input.pooled(window).matrix().toArray());
        Tensor y = fixture().poisoned(input.pooled(window).matrix().toArray());
        Tensor dx = fixture().poisoned(input.matrix().toArray());

        maps().averagePool(input, window, x, y);
        maps().averagePoolBackward(input, window, dy, dx);

        fixture()
                .assertClose(
                        y,
                        ReferenceFeatureMaps.averagePool(
                                input, window, fixture().values(x)));
        fixture()
                .assertClose(
                        dx,
                        ReferenceFeatureMaps.averagePoolBackward(
                                input, window, fixture().values(dy)));
    }

    @Test
    default void putsTheMeanBeforeEachSequence() {
        Tensor x = fixture().of(new double[] {1, 2, 3, 6, 10, 20, 30, 40}, 4, 2);
        Tensor y = fixture().poisoned(6, 2);
        Tensor dx = fixture().poisoned(4, 2);

        maps().prependMean(3, x, y);
        maps().prependMeanBackward(3, fixture().of(new double[] {2, 4, 1, 1, 5, 6, 0, 2, 7, 8, 9, 9}, 6, 2), dx);

        fixture().assertClose(y, 2, 4, 1, 2, 3, 6, 20, 30, 10, 20, 30, 40);
        fixture().assertClose(dx, 2, 3, 6, 8, 7, 9, 9, 10);
    }
}
