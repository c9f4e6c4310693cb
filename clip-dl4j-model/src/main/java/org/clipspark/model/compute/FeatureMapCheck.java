package org.clipspark.model.compute;

import static org.clipspark.model.compute.Extent.columns;
import static org.clipspark.model.compute.Extent.elements;
import static org.clipspark.model.compute.Extent.equal;
import static org.clipspark.model.compute.Extent.expect;
import static org.clipspark.model.compute.Extent.multiple;
import static org.clipspark.model.compute.Extent.rows;

import org.clipspark.model.compute.FeatureMapOperations.BatchNorm;
import org.clipspark.model.compute.FeatureMapOperations.BatchNormBackward;

/** The shapes each operation of {@link FeatureMapOperations} accepts; as {@link ShapeCheck}. */
public final class FeatureMapCheck {
    private FeatureMapCheck() {}

    /** Refuses arguments of {@link FeatureMapOperations#convolution} that do not fit. */
    public static void convolution(ConvolutionShape shape, Tensor x, Tensor w, Tensor y) {
        convolution("convolution", shape, "x", x, "w", w, "y", y);
    }

    /** Refuses arguments of {@link FeatureMapOperations#convolutionBackwardInput} that do not fit. */
    public static void convolutionBackwardInput(ConvolutionShape shape, Tensor dy, Tensor w, Tensor dx) {
        convolution("convolutionBackwardInput", shape, "dx", dx, "w", w, "dy", dy);
    }

    /** Refuses arguments of {@link FeatureMapOperations#convolutionBackwardWeight} that do not fit. */
    public static void convolutionBackwardWeight(ConvolutionShape shape, Tensor dy, Tensor x, Tensor dw) {
        convolution("convolutionBackwardWeight", shape, "x", x, "dw", dw, "dy", dy);
    }

    private static void convolution(
            String operation,
            ConvolutionShape shape,
            String inputName,
            Tensor input,
            String weightName,
            Tensor weights,
            String outputName,
            Tensor output) {
        maps(operation, shape.input(), inputName, input);
        maps(operation, shape.output(), outputName, output);
        expect(operation, elements(weightName, weights), shape.weights().size(), "O * I * K * K");
    }

    /** Refuses arguments of {@link FeatureMapOperations#depthwise} that do not fit. */
    public static void depthwise(DepthwiseShape shape, Tensor x, Tensor w, Tensor bias, Tensor y) {
        depthwise("depthwise", shape, "x", x, "w", w, "y", y);
        expect("depthwise", elements("bias", bias), shape.maps().channels(), "C");
    }

    /** Refuses arguments of {@link FeatureMapOperations#depthwiseBackwardInput} that do not fit. */
    public static void depthwiseBackwardInput(DepthwiseShape shape, Tensor dy, Tensor w, Tensor dx) {
        depthwise("depthwiseBackwardInput", shape, "dx", dx, "w", w, "dy", dy);
    }

    /** Refuses arguments of {@link FeatureMapOperations#depthwiseBackwardWeight} that do not fit. */
    public static void depthwiseBackwardWeight(DepthwiseShape shape, Tensor dy, Tensor x, Tensor dw) {
        depthwise("depthwiseBackwardWeight", shape, "x", x, "dw", dw, "dy", dy);
    }

    private static void depthwise(
            String operation,
            DepthwiseShape shape,
            String inputName,
            Tensor input,
            String weightName,
            Tensor weights,
            String outputName,
            Tensor output) {
        maps(operation, shape.maps(), inputName, input);
        maps(operation, shape.maps(), outputName, output);
        expect(operation, elements(weightName, weights), shape.weights().size(), "C * K * K");
    }

    private static void maps(String operation, MapShape shape, String name, Tensor tensor) {
        expect(operation, columns(name, tensor), shape.channels(), "C");
        expect(operation, rows(name, tensor), shape.rows(), "B * H * W");
    }

    /** Refuses arguments of {@link FeatureMapOperations#batchNorm} that do not fit. */
    public static void batchNorm(BatchNorm arguments) {
        String operation = "batchNorm";
        sameMatrix(operation, "x", arguments.x(), "y", arguments.y());
        channels(operation, arguments);
        equal(operation, columns("x", arguments.x()), elements("beta", arguments.beta()));
        arguments.signs().ifPresent(signs -> room(operation, arguments.x(), signs));
    }

    private static void room(String operation, Tensor x, Tensor signs) {
        long needed = FeatureMapOperations.signs(x.size());
        if (signs.size() < needed) {
            throw new IllegalArgumentException(operation + ": signs " + signs.shape() + " has " + signs.size()
                    + " elements, expected at least " + needed + " for x " + x.shape());
        }
    }

    /** Refuses arguments of {@link FeatureMapOperations#addRectified} that do not fit. */
    public static void addRectified(Tensor x, Tensor y) {
        equal("addRectified", elements("x", x), elements("y", y));
    }

    /** Refuses arguments of {@link FeatureMapOperations#batchNormBackward} that do not fit. */
    public static void batchNormBackward(BatchNormBackward arguments) {
        String operation = "batchNormBackward";
        Tensor x = arguments.forward().x();
        sameMatrix(operation, "x", x, "dy", arguments.dy());
        sameMatrix(operation, "x", x, "dx", arguments.dx());
        channels(operation, arguments.forward());
        equal(operation, columns("x", x), elements("dgamma", arguments.dgamma()));
        equal(operation, columns("x", x), elements("dbeta", arguments.dbeta()));
    }

    private static void channels(String operation, BatchNorm arguments) {
        Extent expected = columns("x", arguments.x());
        equal(operation, expected, elements("gamma", arguments.gamma()));
        equal(operation, expected, elements("mean", arguments.mean()));
        equal(operation, expected, elements("variance", arguments.variance()));
    }

    /** Refuses arguments of {@link FeatureMapOperations#averagePool} that do not fit. */
    public static void averagePool(MapShape input, int window, Tensor x, Tensor y) {
        maps("averagePool", input, "x", x);
        maps("averagePool", input.pooled(window), "y", y);
    }

    /** Refuses arguments of {@link FeatureMapOperations#averagePoolBackward} that do not fit. */
    public static void averagePoolBackward(MapShape input, int window, Tensor dy, Tensor dx) {
        maps("averagePoolBackward", input, "dx", dx);
        maps("averagePoolBackward", input.pooled(window), "dy", dy);
    }

    /** Refuses arguments of {@link FeatureMapOperations#prependMean} that do not fit. */
    public static void prependMean(int tokens, Tensor x, Tensor y) {
        prepended("prependMean", tokens, "x", x, "y", y);
    }

    /** Refuses arguments of {@link FeatureMapOperations#prependMeanBackward} that do not fit. */
    public static void prependMeanBackward(int tokens, Tensor dy, Tensor dx) {
        prepended("prependMeanBackward", tokens, "dx", dx, "dy", dy);
    }

    private static void prepended(String operation, int tokens, String xName, Tensor x, String yName, Tensor y) {
        if (tokens < 2) {
            throw new IllegalArgumentException(operation + ": tokens must be at least 2, got " + tokens);
        }
        equal(operation, columns(xName, x), columns(yName, y));
        multiple(operation, rows(yName, y), tokens, "tokens");
        expect(operation, rows(xName, x), Extent.rows(y) / tokens * (tokens - 1), "B * (T - 1)");
    }

    private static void sameMatrix(String operation, String leftName, Tensor left, String rightName, Tensor right) {
        equal(operation, columns(leftName, left), columns(rightName, right));
        equal(operation, rows(leftName, left), rows(rightName, right));
    }
}
