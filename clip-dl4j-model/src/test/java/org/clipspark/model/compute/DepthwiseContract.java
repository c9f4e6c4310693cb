package org.clipspark.model.compute;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Depthwise convolution of maps held as rows of channels. */
interface DepthwiseContract extends BackendContract {
    private FeatureMapOperations maps() {
        return fixture().backend().featureMaps();
    }

    private void convolves(DepthwiseShape shape) {
        long[] matrix = shape.maps().matrix().toArray();
        Tensor x = fixture().random(matrix);
        Tensor w = fixture().random(shape.weights().toArray());
        Tensor bias = fixture().random(shape.maps().channels());
        Tensor dy = fixture().random(matrix);
        Tensor y = fixture().poisoned(matrix);
        Tensor dx = fixture().poisoned(matrix);
        Tensor dw = fixture().random(shape.weights().toArray());
        double[] start = fixture().values(dw);

        maps().depthwise(shape, x, w, bias, y);
        maps().depthwiseBackwardInput(shape, dy, w, dx);
        maps().depthwiseBackwardWeight(shape, dy, x, dw);

        double[] input = fixture().values(x);
        double[] weights = fixture().values(w);
        double[] gradient = fixture().values(dy);
        fixture()
                .assertClose(
                        y,
                        ReferenceFeatureMaps.depthwise(
                                shape, input, weights, fixture().values(bias)));
        fixture().assertClose(dx, ReferenceFeatureMaps.depthwiseBackwardInput(shape, gradient, weights));
        double[] added = ReferenceFeatureMaps.depthwiseBackwardWeight(shape, gradient, input);
        fixture().assertClose(dw, ReferenceOps.plus(start, 1, added));
    }

    /** Columns: batch, height, width, channels, kernel. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1, 1",
        "2, 1, 2, 3, 7",
        "1, 2, 1, 16, 7",
        "2, 4, 4, 5, 3",
        "3, 7, 7, 16, 7",
        "2, 8, 8, 24, 7",
        "1, 9, 6, 32, 7",
        "2, 14, 14, 40, 7",
        "2, 10, 5, 17, 5"
    })
    default void convolvesEachChannelByItself(int batch, int height, int width, int channels, int kernel) {
        convolves(new DepthwiseShape(new MapShape(batch, height, width, channels), kernel));
    }

    @Test
    default void convolvesEachChannelOfRandomShapes() {
        for (int round = 0; round < 8; round++) {
            int kernel = 2 * fixture().randomSize(4) - 1;
            MapShape maps = new MapShape(
                    fixture().randomSize(3),
                    fixture().randomSize(9),
                    fixture().randomSize(9),
                    fixture().randomSize(36));
            convolves(new DepthwiseShape(maps, kernel));
        }
    }

    @Test
    default void refusesDepthwiseConvolutionsThatDoNotFit() {
        Backend backend = fixture().backend();
        DepthwiseShape shape = new DepthwiseShape(new MapShape(2, 4, 4, 3), 3);
        Tensor matrix = backend.allocate(32, 3);
        Tensor weights = backend.allocate(3, 1, 3, 3);

        assertThatThrownBy(() -> maps().depthwise(shape, matrix, weights, backend.allocate(4), matrix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("depthwise: bias [4] has 4 elements, expected C = 3");
        assertThatThrownBy(() -> maps().depthwiseBackwardInput(shape, backend.allocate(31, 3), weights, matrix))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("depthwiseBackwardInput: dy [31, 3] has 31 rows, expected B * H * W = 32");
        assertThatThrownBy(() -> maps().depthwiseBackwardWeight(shape, matrix, matrix, backend.allocate(3, 3, 3, 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("depthwiseBackwardWeight: dw [3, 3, 3, 3] has 81 elements, expected C * K * K = 27");
        assertThatThrownBy(() -> new DepthwiseShape(new MapShape(1, 2, 2, 1), 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The kernel of a depthwise convolution must be odd, got 4");
    }
}
