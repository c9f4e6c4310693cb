package org.clipspark.model.compute;

import static org.clipspark.model.compute.Extent.columns;
import static org.clipspark.model.compute.Extent.elements;
import static org.clipspark.model.compute.Extent.equal;
import static org.clipspark.model.compute.Extent.expect;
import static org.clipspark.model.compute.Extent.match;
import static org.clipspark.model.compute.Extent.multiple;
import static org.clipspark.model.compute.Extent.rows;

import org.clipspark.model.compute.Backend.AttentionBackward;
import org.clipspark.model.compute.Backend.LayerNormBackward;

/**
 * The shapes each operation of {@link Backend} accepts, so that all backends refuse the same arguments with the same
 * line. A tensor {@code [.., D]} counts as a matrix of {@code size / D} rows; vectors are compared by size.
 */
public final class ShapeCheck {
    private ShapeCheck() {}

    /** Refuses arguments of {@link Backend#allocate} that do not fit. */
    public static void allocate(ElementType floatType, ElementType activationType, ElementType type, Shape shape) {
        if (type != floatType && type != activationType && type != ElementType.INT32) {
            throw new IllegalArgumentException("allocate: this backend computes in " + floatType + ", got " + type);
        }
        notEmpty("allocate", shape);
    }

    /** Refuses arguments of {@link Backend#view} that do not fit. */
    public static void view(Tensor base, long offset, Shape shape) {
        notEmpty("view", shape);
        range("view", base, offset, shape.size());
    }

    private static void notEmpty(String operation, Shape shape) {
        if (shape.size() == 0) {
            throw new IllegalArgumentException(operation + ": a tensor needs at least one element, got " + shape);
        }
    }

    /** Refuses a copy between host and device that does not fit either side. */
    public static void transfer(
            String operation, Tensor tensor, long offset, int hostLength, int hostIndex, int count) {
        if (hostIndex < 0 || count < 0 || count > hostLength - hostIndex) {
            throw new IllegalArgumentException(operation + ": " + count + " elements from index " + hostIndex
                    + " do not fit the array of " + hostLength);
        }
        range(operation, tensor, offset, count);
    }

    /** Refuses integers where numbers are computed with. */
    public static void floating(String operation, String name, Tensor tensor) {
        elements(name, tensor).requireFloating(operation);
    }

    /** Refuses floating numbers where integers are meant. */
    public static void int32(String operation, String name, Tensor tensor) {
        if (tensor.elementType() != ElementType.INT32) {
            throw new IllegalArgumentException(
                    operation + ": " + name + " " + tensor.shape() + " must be INT32, got " + tensor.elementType());
        }
    }

    /** Refuses arguments of {@link Backend#copy} that do not fit. */
    public static void copy(Tensor from, Tensor to) {
        if ((from.elementType() == ElementType.INT32) != (to.elementType() == ElementType.INT32)) {
            throw new IllegalArgumentException(
                    "copy: from holds " + from.elementType() + ", to holds " + to.elementType());
        }
        match("copy", elements("from", from), elements("to", to));
    }

    /** Refuses arguments of {@link Backend#addScaledInPlace} that do not fit. */
    public static void addScaledInPlace(Tensor x, Tensor y) {
        equal("addScaledInPlace", elements("x", x), elements("y", y));
    }

    /** Refuses arguments of {@link Backend#dot} that do not fit. */
    public static void dot(Tensor x, Tensor y) {
        equal("dot", elements("x", x), elements("y", y));
    }

    /** Refuses arguments of {@link Backend#matmul} that do not fit. */
    public static void matmul(Transpose transposeA, Tensor a, Transpose transposeB, Tensor b, Tensor c) {
        boolean asLiesA = transposeA == Transpose.NO;
        boolean asLiesB = transposeB == Transpose.NO;
        equal("matmul", asLiesA ? columns("a", a) : rows("a", a), asLiesB ? rows("b", b) : columns("b", b));
        equal("matmul", asLiesA ? rows("a", a) : columns("a", a), rows("c", c));
        equal("matmul", asLiesB ? columns("b", b) : rows("b", b), columns("c", c));
    }

    /** Refuses arguments of {@link Backend#linear} that do not fit. */
    public static void linear(Tensor x, Tensor w, Tensor y) {
        product("linear", x, w, y);
    }

    /** Refuses arguments of {@link Backend#linear} that do not fit. */
    public static void linear(Tensor x, Tensor w, Tensor bias, Tensor y) {
        biased("linear", x, w, bias, y);
    }

    /** Refuses arguments of {@link Backend#linearAdd} that do not fit. */
    public static void linearAdd(Tensor x, Tensor w, Tensor bias, Tensor y) {
        biased("linearAdd", x, w, bias, y);
    }

    static void linearAdd(Tensor x, Tensor w, Tensor bias, Tensor residual, Tensor y) {
        biased("linearAdd", x, w, bias, y);
        equal("linearAdd", elements("residual", residual), elements("y", y));
    }

    private static void biased(String operation, Tensor x, Tensor w, Tensor bias, Tensor y) {
        product(operation, x, w, y);
        equal(operation, rows("w", w), elements("bias", bias));
    }

    private static void product(String operation, Tensor x, Tensor w, Tensor y) {
        equal(operation, columns("x", x), columns("w", w));
        equal(operation, rows("x", x), rows("y", y));
        equal(operation, rows("w", w), columns("y", y));
    }

    /** Refuses arguments of {@link Backend#linearBackwardInput} that do not fit. */
    public static void linearBackwardInput(Tensor dy, Tensor w, Tensor dx) {
        equal("linearBackwardInput", columns("dy", dy), rows("w", w));
        equal("linearBackwardInput", rows("dy", dy), rows("dx", dx));
        equal("linearBackwardInput", columns("w", w), columns("dx", dx));
    }

    /** Refuses arguments of {@link Backend#linearBackwardWeight} that do not fit. */
    public static void linearBackwardWeight(Tensor dy, Tensor x, Tensor dw) {
        equal("linearBackwardWeight", rows("dy", dy), rows("x", x));
        equal("linearBackwardWeight", columns("dy", dy), rows("dw", dw));
        equal("linearBackwardWeight", columns("x", x), columns("dw", dw));
    }

    /** Refuses arguments of {@link Backend#biasBackward} that do not fit. */
    public static void biasBackward(Tensor dy, Tensor db) {
        equal("biasBackward", columns("dy", dy), elements("db", db));
    }

    /** Refuses arguments of {@link Backend#layerNorm} that do not fit. */
    public static void layerNorm(Tensor x, Tensor gamma, Tensor beta, Tensor y, Tensor mean, Tensor variance) {
        sameMatrix("layerNorm", "x", x, "y", y);
        equal("layerNorm", columns("x", x), elements("gamma", gamma));
        equal("layerNorm", columns("x", x), elements("beta", beta));
        statistics("layerNorm", x, mean, variance);
    }

    private static void statistics(String operation, Tensor x, Tensor mean, Tensor variance) {
        equal(operation, rows("x", x), elements("mean", mean));
        equal(operation, rows("x", x), elements("variance", variance));
    }

    /** Refuses arguments of {@link Backend#layerNormBackward} that do not fit. */
    public static void layerNormBackward(LayerNormBackward arguments) {
        Tensor x = arguments.x();
        sameMatrix("layerNormBackward", "x", x, "dy", arguments.dy());
        sameMatrix("layerNormBackward", "x", x, "dx", arguments.dx());
        statistics("layerNormBackward", x, arguments.mean(), arguments.variance());
        equal("layerNormBackward", columns("x", x), elements("gamma", arguments.gamma()));
        equal("layerNormBackward", columns("x", x), elements("dgamma", arguments.dgamma()));
        equal("layerNormBackward", columns("x", x), elements("dbeta", arguments.dbeta()));
    }

    /** Refuses arguments of {@link Backend#activation} that do not fit. */
    public static void activation(Tensor x, Tensor y) {
        equal("activation", elements("x", x), elements("y", y));
    }

    /** Refuses arguments of {@link Backend#activationBackward} that do not fit. */
    public static void activationBackward(Tensor x, Tensor dy, Tensor dx) {
        equal("activationBackward", elements("x", x), elements("dy", dy));
        equal("activationBackward", elements("x", x), elements("dx", dx));
    }

    /** Refuses arguments of {@link Backend#attention} that do not fit. */
    public static void attention(AttentionShape shape, Shape kept, Tensor qkv, Tensor keptTensor, Tensor out) {
        tokens("attention", shape, "qkv", qkv, 3);
        tokens("attention", shape, "out", out, 1);
        kept("attention", kept, "kept", keptTensor);
    }

    /** Refuses arguments of {@link Backend#attentionBackward} that do not fit. */
    public static void attentionBackward(AttentionBackward arguments, Shape kept) {
        String operation = "attentionBackward";
        AttentionShape shape = arguments.shape();
        tokens(operation, shape, "qkv", arguments.qkv(), 3);
        tokens(operation, shape, "out", arguments.out(), 1);
        tokens(operation, shape, "dOut", arguments.dOut(), 1);
        tokens(operation, shape, "dQkv", arguments.dQkv(), 3);
        kept(operation, kept, "kept", arguments.kept());
        kept(operation, kept, "scratch", arguments.scratch());
    }

    private static void kept(String operation, Shape kept, String name, Tensor tensor) {
        expect(operation, elements(name, tensor), kept.size(), kept.toString());
    }

    private static void tokens(String operation, AttentionShape shape, String name, Tensor tensor, int parts) {
        expect(operation, columns(name, tensor), (long) parts * shape.width(), parts == 1 ? "D" : parts + " * D");
        expect(operation, rows(name, tensor), shape.rows(), "B * T");
    }

    /** Refuses arguments of {@link Backend#gatherRows} that do not fit. */
    public static void gatherRows(Tensor table, Tensor rows, Tensor y) {
        int32("gatherRows", "rows", rows);
        equal("gatherRows", columns("table", table), columns("y", y));
        match("gatherRows", rows("y", y), elements("rows", rows));
    }

    /** Refuses arguments of {@link Backend#scatterAddRows} that do not fit. */
    public static void scatterAddRows(Tensor dy, Tensor rows, Tensor dTable) {
        int32("scatterAddRows", "rows", rows);
        equal("scatterAddRows", columns("dTable", dTable), columns("dy", dy));
        match("scatterAddRows", rows("dy", dy), elements("rows", rows));
    }

    /** Refuses a row number outside the table; {@code index} is its place in the row numbers. */
    public static void rowNumber(String operation, int index, int row, long tableRows) {
        if (row < 0 || row >= tableRows) {
            throw new IllegalArgumentException(
                    operation + ": rows[" + index + "] is " + row + ", the table has " + tableRows + " rows");
        }
    }

    /** Refuses arguments of {@link Backend#addToEachInPlace} that do not fit. */
    public static void addToEachInPlace(Tensor position, Tensor x) {
        equal("addToEachInPlace", columns("position", position), columns("x", x));
        multiple("addToEachInPlace", rows("x", x), rows(position), "rows of position " + position.shape());
    }

    /** Refuses arguments of {@link Backend#sumOfEach} that do not fit. */
    public static void sumOfEach(Tensor dx, Tensor dPosition) {
        equal("sumOfEach", columns("dPosition", dPosition), columns("dx", dx));
        multiple("sumOfEach", rows("dx", dx), rows(dPosition), "rows of dPosition " + dPosition.shape());
    }

    /** Refuses arguments of {@link Backend#prependToken} that do not fit. */
    public static void prependToken(Tensor token, Tensor x, int tokens, Tensor y) {
        prepended("prependToken", elements("token", token), "x", x, tokens, "y", y);
    }

    /** Refuses arguments of {@link Backend#prependTokenBackward} that do not fit. */
    public static void prependTokenBackward(Tensor dy, int tokens, Tensor dToken, Tensor dx) {
        prepended("prependTokenBackward", elements("dToken", dToken), "dx", dx, tokens, "dy", dy);
    }

    private static void prepended(
            String operation, Extent token, String xName, Tensor x, int tokens, String yName, Tensor y) {
        if (tokens < 2) {
            throw new IllegalArgumentException(operation + ": tokens must be at least 2, got " + tokens);
        }
        equal(operation, token, columns(yName, y));
        equal(operation, columns(xName, x), columns(yName, y));
        multiple(operation, rows(yName, y), tokens, "tokens");
        expect(operation, rows(xName, x), rows(y) / tokens * (tokens - 1), "B * (T - 1)");
    }

    /** Refuses arguments of {@link Backend#l2Normalize} that do not fit. */
    public static void l2Normalize(Tensor x, Tensor y, Tensor norms) {
        sameMatrix("l2Normalize", "x", x, "y", y);
        equal("l2Normalize", rows("x", x), elements("norms", norms));
    }

    /** Refuses arguments of {@link Backend#l2NormalizeBackward} that do not fit. */
    public static void l2NormalizeBackward(Tensor dy, Tensor y, Tensor norms, Tensor dx) {
        sameMatrix("l2NormalizeBackward", "dy", dy, "y", y);
        sameMatrix("l2NormalizeBackward", "dy", dy, "dx", dx);
        equal("l2NormalizeBackward", rows("dy", dy), elements("norms", norms));
    }

    /** Refuses arguments of {@link Backend#softmaxCrossEntropy} that do not fit. */
    public static void softmaxCrossEntropy(Tensor logits, int labelOffset, Tensor dLogits) {
        sameMatrix("softmaxCrossEntropy", "logits", logits, "dLogits", dLogits);
        if (labelOffset < 0 || labelOffset > columns(logits) - rows(logits)) {
            throw new IllegalArgumentException("softmaxCrossEntropy: logits " + logits.shape()
                    + " have no column row + " + labelOffset + " for every row");
        }
    }

    /** Refuses arguments of {@link Backend#adamW} that do not fit. */
    public static void adamW(Tensor parameters, Tensor gradients, Tensor firstMoment, Tensor secondMoment) {
        Extent expected = elements("parameters", parameters);
        equal("adamW", expected, elements("gradients", gradients));
        equal("adamW", expected, elements("firstMoment", firstMoment));
        equal("adamW", expected, elements("secondMoment", secondMoment));
    }

    private static void sameMatrix(String operation, String leftName, Tensor left, String rightName, Tensor right) {
        equal(operation, columns(leftName, left), columns(rightName, right));
        equal(operation, rows(leftName, left), rows(rightName, right));
    }

    private static void range(String operation, Tensor tensor, long offset, long count) {
        if (offset < 0 || count > tensor.size() - offset) {
            throw new IllegalArgumentException(operation + ": " + count + " elements from element " + offset
                    + " do not fit " + tensor.shape() + " of " + tensor.size());
        }
    }
}
