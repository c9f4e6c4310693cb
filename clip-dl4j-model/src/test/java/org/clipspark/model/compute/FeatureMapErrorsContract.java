package org.clipspark.model.compute;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.clipspark.model.compute.FeatureMapOperations.BatchNorm;
import org.clipspark.model.compute.FeatureMapOperations.BatchNormBackward;
import org.clipspark.model.compute.FeatureMapOperations.Statistics;
import org.junit.jupiter.api.Test;

/** Every operation on feature maps refuses arguments that do not fit, naming both sides. */
interface FeatureMapErrorsContract extends BackendContract {
    private Tensor t(long... dimensions) {
        return fixture().backend().allocate(dimensions);
    }

    private void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    default void refusesConvolutionsThatDoNotFit() {
        FeatureMapOperations maps = fixture().backend().featureMaps();
        ConvolutionShape shape = new ConvolutionShape(new MapShape(2, 4, 4, 3), 5, 3, 2, 1);
        refused(
                () -> maps.convolution(shape, t(32, 4), t(5, 3, 3, 3), t(8, 5)),
                "convolution: x [32, 4] has 4 columns, expected C = 3");
        refused(
                () -> maps.convolutionBackwardInput(shape, t(9, 5), t(5, 3, 3, 3), t(32, 3)),
                "convolutionBackwardInput: dy [9, 5] has 9 rows, expected B * H * W = 8");
        refused(
                () -> maps.convolutionBackwardWeight(shape, t(8, 5), t(32, 3), t(5, 3, 3)),
                "convolutionBackwardWeight: dw [5, 3, 3] has 45 elements, expected O * I * K * K = 135");
    }

    @Test
    default void refusesBatchNormalizationsThatDoNotFit() {
        FeatureMapOperations maps = fixture().backend().featureMaps();
        BatchNorm forward = new BatchNorm(Statistics.OF_BATCH, t(4, 3), t(3), t(3), 1e-5, t(4, 3), t(3), t(3));
        refused(
                () -> maps.batchNorm(new BatchNorm(Statistics.GIVEN, t(4, 3), t(3), t(2), 1e-5, t(4, 3), t(3), t(3))),
                "batchNorm: x [4, 3] has 3 columns, beta [2] has 2 elements");
        refused(
                () -> maps.batchNormBackward(new BatchNormBackward(forward, t(4, 3), t(3, 3), t(3), t(3))),
                "batchNormBackward: x [4, 3] has 4 rows, dx [3, 3] has 3 rows");
        refused(
                () -> maps.batchNorm(new BatchNorm(Statistics.GIVEN, t(11, 3), t(3), t(3), 1e-5, t(11, 3), t(3), t(3))
                        .rectified(t(1))),
                "batchNorm: signs [1] has 1 elements, expected at least 2 for x [11, 3]");
        refused(() -> maps.addRectified(t(3), t(4)), "addRectified: x [3] has 3 elements, y [4] has 4 elements");
    }

    @Test
    default void refusesPoolingsThatDoNotFit() {
        FeatureMapOperations maps = fixture().backend().featureMaps();
        MapShape input = new MapShape(1, 4, 6, 3);
        refused(
                () -> maps.averagePool(input, 4, t(24, 3), t(2, 3)),
                "A pooling window must divide the map, got 4 for 4x6");
        refused(
                () -> maps.averagePoolBackward(input, 2, t(5, 3), t(24, 3)),
                "averagePoolBackward: dy [5, 3] has 5 rows, expected B * H * W = 6");
        refused(() -> maps.prependMean(1, t(4, 3), t(4, 3)), "prependMean: tokens must be at least 2, got 1");
        refused(
                () -> maps.prependMeanBackward(3, t(6, 3), t(5, 3)),
                "prependMeanBackward: dx [5, 3] has 5 rows, expected B * (T - 1) = 4");
    }

    @Test
    default void refusesImpossibleSizes() {
        refused(
                () -> new MapShape(1, 0, 2, 3),
                "Feature map sizes must be positive, got batch=1 height=0 width=2 channels=3");
        refused(
                () -> new ConvolutionShape(new MapShape(1, 2, 2, 1), 1, 3, 1, 3),
                "A convolution needs positive sizes and a padding below the kernel, got outputs=1 kernel=3 stride=1"
                        + " padding=3");
        refused(
                () -> new ConvolutionShape(new MapShape(1, 2, 2, 1), 1, 3, 1, 0),
                "A kernel of 3 does not fit maps of 2x2 with padding 0");
    }
}
