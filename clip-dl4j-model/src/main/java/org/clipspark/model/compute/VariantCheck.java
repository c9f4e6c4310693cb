package org.clipspark.model.compute;

import static org.clipspark.model.compute.Extent.columns;
import static org.clipspark.model.compute.Extent.elements;
import static org.clipspark.model.compute.Extent.equal;
import static org.clipspark.model.compute.Extent.expect;
import static org.clipspark.model.compute.Extent.multiple;
import static org.clipspark.model.compute.Extent.rows;

import org.clipspark.model.compute.VariantOperations.CrossAttentionBackward;

/** The shapes that each operation of {@link VariantOperations} accepts. */
public final class VariantCheck {
    private VariantCheck() {}

    /** Refuses arguments of {@link VariantOperations#scaleColumns} that do not fit. */
    public static void scaleColumns(Tensor x, Tensor gain, Tensor y) {
        equal("scaleColumns", columns("x", x), elements("gain", gain));
        equal("scaleColumns", columns("x", x), columns("y", y));
        equal("scaleColumns", rows("x", x), rows("y", y));
    }

    /** Refuses arguments of {@link VariantOperations#scaleColumnsBackward} that do not fit. */
    public static void scaleColumnsBackward(Tensor dy, Tensor x, Tensor dGain) {
        equal("scaleColumnsBackward", columns("dy", dy), columns("x", x));
        equal("scaleColumnsBackward", rows("dy", dy), rows("x", x));
        equal("scaleColumnsBackward", columns("dy", dy), elements("dGain", dGain));
    }

    /** Refuses arguments of {@link VariantOperations#scaleRows} that do not fit. */
    public static void scaleRows(Tensor x, Tensor gain, Tensor y) {
        equal("scaleRows", rows("x", x), elements("gain", gain));
        equal("scaleRows", columns("x", x), columns("y", y));
        equal("scaleRows", rows("x", x), rows("y", y));
    }

    /** Refuses arguments of {@link VariantOperations#scaleRowsBackward} that do not fit. */
    public static void scaleRowsBackward(Tensor dy, Tensor x, Tensor dGain) {
        equal("scaleRowsBackward", columns("dy", dy), columns("x", x));
        equal("scaleRowsBackward", rows("dy", dy), rows("x", x));
        equal("scaleRowsBackward", rows("dy", dy), elements("dGain", dGain));
    }

    /** Refuses arguments of {@link VariantOperations#meanOfTokens} that do not fit. */
    public static void meanOfTokens(TokenRange range, Tensor x, Tensor y) {
        mean("meanOfTokens", range, "x", x, "y", y);
    }

    /** Refuses arguments of {@link VariantOperations#meanOfTokensBackward} that do not fit. */
    public static void meanOfTokensBackward(TokenRange range, Tensor dy, Tensor dx) {
        mean("meanOfTokensBackward", range, "dx", dx, "dy", dy);
    }

    private static void mean(
            String operation, TokenRange range, String tokensName, Tensor tokens, String meanName, Tensor mean) {
        equal(operation, columns(tokensName, tokens), columns(meanName, mean));
        multiple(operation, rows(tokensName, tokens), range.tokens(), "tokens");
        expect(operation, rows(meanName, mean), rows(tokens) / range.tokens(), "B");
    }

    /** Refuses arguments of {@link VariantOperations#crossAttention} that do not fit. */
    public static void crossAttention(CrossAttentionShape shape, Tensor q, Tensor k, Tensor v, Tensor out) {
        String operation = "crossAttention";
        queries(operation, shape, "q", q);
        tokens(operation, shape, "k", k);
        tokens(operation, shape, "v", v);
        queries(operation, shape, "out", out);
    }

    /** Refuses room for what {@link VariantOperations#crossAttention} keeps that does not have the shape {@code kept}. */
    public static void crossAttentionKept(String operation, Shape kept, String name, Tensor tensor) {
        expect(operation, elements(name, tensor), kept.size(), kept.toString());
    }

    /** Refuses arguments of {@link VariantOperations#crossAttentionBackward} that do not fit. */
    public static void crossAttentionBackward(CrossAttentionBackward arguments, Shape kept) {
        String operation = "crossAttentionBackward";
        CrossAttentionShape shape = arguments.shape();
        queries(operation, shape, "q", arguments.q());
        tokens(operation, shape, "k", arguments.k());
        tokens(operation, shape, "v", arguments.v());
        queries(operation, shape, "out", arguments.out());
        queries(operation, shape, "dOut", arguments.dOut());
        crossAttentionKept(operation, kept, "kept", arguments.kept());
        crossAttentionKept(operation, kept, "scratch", arguments.scratch());
        queries(operation, shape, "dq", arguments.dq());
        tokens(operation, shape, "dk", arguments.dk());
        tokens(operation, shape, "dv", arguments.dv());
    }

    private static void queries(String operation, CrossAttentionShape shape, String name, Tensor tensor) {
        expect(operation, columns(name, tensor), shape.width(), "D");
        expect(operation, rows(name, tensor), (long) shape.batch() * shape.queries(), "B * Q");
    }

    private static void tokens(String operation, CrossAttentionShape shape, String name, Tensor tensor) {
        expect(operation, columns(name, tensor), shape.width(), "D");
        expect(operation, rows(name, tensor), (long) shape.batch() * shape.tokens(), "B * T");
    }

    /** Refuses arguments of {@link VariantOperations#sigmoidCrossEntropy} that do not fit. */
    public static void sigmoidCrossEntropy(Tensor logits, int labelOffset, Tensor dLogits) {
        equal("sigmoidCrossEntropy", columns("logits", logits), columns("dLogits", dLogits));
        equal("sigmoidCrossEntropy", rows("logits", logits), rows("dLogits", dLogits));
        if (labelOffset < 0 || labelOffset > columns(logits) - rows(logits)) {
            throw new IllegalArgumentException("sigmoidCrossEntropy: logits " + logits.shape()
                    + " have no column row + " + labelOffset + " for every row");
        }
    }
}
