package org.clipspark.model.compute;

import org.clipspark.model.compute.Backend.LayerNormBackward;
import org.clipspark.model.compute.FeatureMapOperations.BatchNorm;
import org.clipspark.model.compute.FeatureMapOperations.BatchNormBackward;
import org.clipspark.model.compute.FeatureMapOperations.Statistics;
import org.clipspark.model.compute.TwoBackends.Twin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The kernels of the {@code cuda} backend on activations as the layers hand them over, with sizes that take each of their
 * paths: eight elements at once or one, several tiles.
 */
abstract class CudaAgainstReference extends CudaAttentionAgainstReference {
    CudaAgainstReference(Precision precision, double tolerance) {
        super(precision, tolerance);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "5, 7", "300, 72", "9, 520", "70, 33"})
    void normalizesLayers(int rows, int width) {
        Twin x = both.activations(rows, width);
        Twin gamma = both.positives(width);
        Twin beta = both.floats(width);
        Twin y = both.results(rows, width);
        Twin mean = both.floatResults(rows);
        Twin variance = both.floatResults(rows);
        Twin dy = both.activations(rows, width);
        Twin dx = both.results(rows, width);
        Twin dgamma = both.floats(width);
        Twin dbeta = both.floats(width);

        both.run((on, of) ->
                on.layerNorm(of.of(x), of.of(gamma), of.of(beta), 0.1, of.of(y), of.of(mean), of.of(variance)));
        both.run((on, of) -> on.layerNormBackward(new LayerNormBackward(
                of.of(dy),
                of.of(x),
                of.of(gamma),
                of.of(mean),
                of.of(variance),
                0.1,
                of.of(dx),
                of.of(dgamma),
                of.of(dbeta))));

        both.assertClose(y, mean, variance, dx, dgamma, dbeta);
    }

    @ParameterizedTest
    @EnumSource(Activation.class)
    void activates(Activation activation) {
        Twin x = both.activations(37, 21);
        Twin y = both.results(37, 21);
        Twin dy = both.activations(37, 21);
        Twin dx = both.results(37, 21);

        both.run((on, of) -> on.activation(activation, of.of(x), of.of(y)));
        both.run((on, of) -> on.activationBackward(activation, of.of(x), of.of(dy), of.of(dx)));

        both.assertClose(y, dx);
    }

    @Test
    void scalesAndAdds() {
        Twin x = both.activations(35, 24);
        Twin y = both.activations(35, 24);
        Twin columnGain = both.floats(24);
        Twin rowGain = both.floats(35);
        Twin byColumn = both.results(35, 24);
        Twin byRow = both.results(35, 24);
        Twin dColumnGain = both.floats(24);
        Twin dRowGain = both.floats(35);
        Twin rectified = both.activations(35, 24);
        Twin wide = both.floats(35, 24);

        both.run((on, of) -> {
            on.variants().scaleColumns(of.of(x), of.of(columnGain), of.of(byColumn));
            on.variants().scaleRows(of.of(x), of.of(rowGain), of.of(byRow));
            on.variants().scaleColumnsBackward(of.of(y), of.of(x), of.of(dColumnGain));
            on.variants().scaleRowsBackward(of.of(y), of.of(x), of.of(dRowGain));
            on.featureMaps().addRectified(of.of(x), of.of(rectified));
            on.addScaledInPlace(-0.5, of.of(x), of.of(wide));
            on.addScaledInPlace(2, of.of(wide), of.of(y));
            on.scaleInPlace(3, of.of(x));
        });

        both.assertClose(x, y, byColumn, byRow, dColumnGain, dRowGain, rectified, wide);
    }

    @Test
    void copiesFillsAndSumsAllTypes() {
        Twin x = both.activations(7, 9);
        Twin wide = both.floatResults(7, 9);
        Twin back = both.results(7, 9);
        Twin filled = both.results(65);
        Twin bias = both.floats(9);

        both.run((on, of) -> {
            on.copy(of.of(x), of.of(wide));
            on.copy(of.of(wide), of.of(back));
            on.fill(of.of(filled), 0.75);
            on.biasBackward(of.of(x), of.of(bias));
        });

        both.assertClose(wide, back, filled, bias);
        both.assertSame((on, of) -> on.sumOfSquares(of.of(x)));
        both.assertSame((on, of) -> on.dot(of.of(x), of.of(wide)));
        both.assertSame((on, of) -> on.dot(of.of(wide), of.of(x)));
    }

    @ParameterizedTest
    @CsvSource({"3, 5", "9, 48", "2, 257"})
    void scalesRowsToNormOne(int rows, int width) {
        Twin x = both.activations(rows, width);
        Twin y = both.floatResults(rows, width);
        Twin norms = both.floatResults(rows);
        Twin dy = both.floats(rows, width);
        Twin dx = both.results(rows, width);

        both.run((on, of) -> on.l2Normalize(of.of(x), of.of(y), of.of(norms)));
        both.run((on, of) -> on.l2NormalizeBackward(of.of(dy), of.of(y), of.of(norms), of.of(dx)));

        both.assertClose(y, norms, dx);
    }

    @ParameterizedTest
    @CsvSource({"1, 3, 2", "700, 5, 24", "2500, 40, 7", "5000, 1, 3"})
    void picksRowsAndAddsToThem(int count, int tableRows, int width) {
        Twin table = both.floats(tableRows, width);
        Twin activationTable = both.activations(tableRows, width);
        Twin rows = both.rows(count, tableRows);
        Twin y = both.results(count, width);
        Twin ofActivations = both.results(count, width);
        Twin dy = both.activations(count, width);

        both.run((on, of) -> {
            on.gatherRows(of.of(table), of.of(rows), of.of(y));
            on.gatherRows(of.of(activationTable), of.of(rows), of.of(ofActivations));
            on.scatterAddRows(of.of(dy), of.of(rows), of.of(table));
            on.scatterAddRows(of.of(dy), of.of(rows), of.of(activationTable));
        });

        both.assertClose(y, ofActivations, table, activationTable);
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 3", "5, 4, 16", "70, 3, 40"})
    void addsToAndAveragesSequences(int batch, int tokens, int width) {
        long rows = (long) batch * tokens;
        Twin position = both.floats(tokens, width);
        Twin token = both.floats(width);
        Twin x = both.activations(rows, width);
        Twin others = both.activations((long) batch * (tokens - 1), width);
        Twin dPosition = both.floats(tokens, width);
        Twin withToken = both.results(rows, width);
        Twin withMean = both.results(rows, width);
        Twin mean = both.results(batch, width);
        TokenRange range = new TokenRange(tokens, 1, tokens);

        both.run((on, of) -> {
            on.addToEachInPlace(of.of(position), of.of(x));
            on.sumOfEach(of.of(x), of.of(dPosition));
            on.prependToken(of.of(token), of.of(others), tokens, of.of(withToken));
            on.featureMaps().prependMean(tokens, of.of(others), of.of(withMean));
            on.variants().meanOfTokens(range, of.of(x), of.of(mean));
        });

        both.assertClose(x, dPosition, withToken, withMean, mean);
    }

    @ParameterizedTest
    @CsvSource({"1, 2, 3", "5, 4, 16", "70, 3, 40"})
    void sendsGradientsOfSequencesBack(int batch, int tokens, int width) {
        Twin dy = both.activations((long) batch * tokens, width);
        Twin dMean = both.activations(batch, width);
        Twin dToken = both.floats(width);
        Twin dOthers = both.results((long) batch * (tokens - 1), width);
        Twin dAveraged = both.results((long) batch * (tokens - 1), width);
        Twin dx = both.results((long) batch * tokens, width);
        TokenRange range = new TokenRange(tokens, 1, tokens);

        both.run((on, of) -> {
            on.prependTokenBackward(of.of(dy), tokens, of.of(dToken), of.of(dOthers));
            on.featureMaps().prependMeanBackward(tokens, of.of(dy), of.of(dAveraged));
            on.variants().meanOfTokensBackward(range, of.of(dMean), of.of(dx));
        });

        both.assertClose(dToken, dOthers, dAveraged, dx);
    }

    @ParameterizedTest
    @CsvSource({"OF_BATCH, 1, 9", "GIVEN, 33, 16", "OF_BATCH, 300, 40", "OF_BATCH, 65, 5"})
    void normalizesBatches(Statistics statistics, int rows, int channels) {
        Twin x = both.activations(rows, channels);
        Twin gamma = both.floats(channels);
        Twin beta = both.floats(channels);
        Twin mean = both.floats(channels);
        Twin variance = both.positives(channels);
        Twin y = both.results(rows, channels);
        Twin dy = both.activations(rows, channels);
        Twin dx = both.results(rows, channels);
        Twin dgamma = both.floats(channels);
        Twin dbeta = both.floats(channels);
        Twin room = both.kept(Shape.of((long) rows * channels), Shape.of((long) rows * channels));
        TwoBackends.Operation forward = (on, of) -> on.featureMaps()
                .batchNorm(arguments(statistics, of, x, gamma, beta, y, mean, variance)
                        .rectified(of.of(room)));
        both.run(forward);

        both.run((on, of) -> on.featureMaps()
                .batchNormBackward(new BatchNormBackward(
                        arguments(statistics, of, x, gamma, beta, y, mean, variance)
                                .rectified(of.of(room)),
                        of.of(dy),
                        of.of(dx),
                        of.of(dgamma),
                        of.of(dbeta))));

        both.assertClose(y, mean, variance, dx, dgamma, dbeta);
    }

    private static BatchNorm arguments(
            Statistics statistics,
            TwoBackends.Side of,
            Twin x,
            Twin gamma,
            Twin beta,
            Twin y,
            Twin mean,
            Twin variance) {
        return new BatchNorm(
                statistics, of.of(x), of.of(gamma), of.of(beta), 0.1, of.of(y), of.of(mean), of.of(variance));
    }

    @ParameterizedTest
    @CsvSource({"2, 4, 6, 16, 7", "1, 9, 5, 3, 3", "3, 8, 8, 40, 1"})
    void convolvesAndPoolsChannels(int batch, int height, int width, int channels, int kernel) {
        MapShape maps = new MapShape(batch, height, width, channels);
        DepthwiseShape shape = new DepthwiseShape(maps, kernel);
        Twin x = both.activations(maps.rows(), channels);
        Twin w = both.floats(shape.weights().toArray());
        Twin bias = both.floats(channels);
        Twin y = both.results(maps.rows(), channels);
        Twin dy = both.activations(maps.rows(), channels);
        Twin dx = both.results(maps.rows(), channels);
        Twin dw = both.floats(shape.weights().toArray());
        MapShape halved = new MapShape(batch, height - height % 2, width - width % 2, channels);
        Twin unpooled = both.activations(halved.rows(), channels);
        Twin pooled = both.results(halved.pooled(2).rows(), channels);
        Twin dUnpooled = both.results(halved.rows(), channels);

        both.run((on, of) -> {
            on.featureMaps().depthwise(shape, of.of(x), of.of(w), of.of(bias), of.of(y));
            on.featureMaps().depthwiseBackwardInput(shape, of.of(dy), of.of(w), of.of(dx));
            on.featureMaps().depthwiseBackwardWeight(shape, of.of(dy), of.of(x), of.of(dw));
            on.featureMaps().averagePool(halved, 2, of.of(unpooled), of.of(pooled));
            on.featureMaps().averagePoolBackward(halved, 2, of.of(pooled), of.of(dUnpooled));
        });

        both.assertClose(y, dx, dw, pooled, dUnpooled);
    }

    @ParameterizedTest
    @CsvSource({"5, 7, 2", "3, 300, 100"})
    void findsLosses(int rows, int columns, int labelOffset) {
        Twin logits = both.floats(rows, columns);
        Twin softmax = both.floatResults(rows, columns);
        Twin sigmoid = both.floatResults(rows, columns);

        both.assertSame((on, of) -> on.softmaxCrossEntropy(of.of(logits), labelOffset, 0.3, of.of(softmax)));
        both.assertSame((on, of) -> on.variants().sigmoidCrossEntropy(of.of(logits), labelOffset, 0.3, of.of(sigmoid)));

        both.assertClose(softmax, sigmoid);
    }

    @Test
    void updatesParametersAndWhatProductsReadOfThem() {
        Twin memory = both.floats(24 * 16);
        Twin gradients = both.floats(24 * 16);
        Twin first = both.floats(24 * 16);
        Twin second = both.positives(24 * 16);
        Twin x = both.activations(5, 16);
        Twin before = both.results(5, 24);
        Twin after = both.results(5, 24);
        AdamWStep step = new AdamWStep(0.05, 0.9, 0.98, 1e-6, 0.2, 3, 0.7);

        both.run((on, of) -> {
            Tensor weights = on.view(of.of(memory), 0, Shape.of(24, 16));
            on.linear(of.of(x), weights, of.of(before));
            on.adamW(step, of.of(memory), of.of(gradients), of.of(first), of.of(second));
            on.linear(of.of(x), weights, of.of(after));
        });

        both.assertClose(before, memory, first, second, after);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "9, 16, 24", "7, 5, 3"})
    void multiplies(int rows, int inputs, int outputs) {
        Twin x = both.activations(rows, inputs);
        Twin w = both.floats(outputs, inputs);
        Twin bias = both.floats(outputs);
        Twin y = both.results(rows, outputs);
        Twin added = both.activations(rows, outputs);
        Twin dy = both.activations(rows, outputs);
        Twin dx = both.results(rows, inputs);
        Twin dw = both.floats(outputs, inputs);

        both.run((on, of) -> {
            on.linear(of.of(x), of.of(w), of.of(bias), of.of(y));
            on.linearAdd(of.of(x), of.of(w), of.of(bias), of.of(added));
            on.linearBackwardInput(of.of(dy), of.of(w), of.of(dx));
            on.linearBackwardWeight(of.of(dy), of.of(x), of.of(dw));
        });

        both.assertClose(y, added, dx, dw);
    }
}
