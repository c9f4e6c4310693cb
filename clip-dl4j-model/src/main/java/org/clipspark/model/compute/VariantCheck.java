package org.clipspark.model.compute;

import static org.clipspark.model.compute.Extent.columns;
import static org.clipspark.model.compute.Extent.elements;
import static org.clipspark.model.compute.Extent.equal;
import static org.clipspark.model.compute.Extent.expect;
import static org.clipspark.model.compute.Extent.multiple;
import static org.clipspark.model.compute.Extent.rows;

import org.clipspark.model.compute.VariantOperations.CrossAttentionBackward;

/** The shapes that each operation of {@link VariantOperations} accepts. */
final class VariantCheck {
    private VariantCheck() {}

    static void scaleColumns(Tensor x, Tensor gain, Tensor y) {
        equal("scaleColumns", columns("x", x), elements("gain", gain));
        equal("scaleColumns", columns("x", x), columns("y", y));
        equal("scaleColumns", rows("x", x), rows("y", y));
    }

    static void scaleColumnsBackward(Tensor dy, Tensor x, Tensor dGain) {
        equal("scaleColumnsBackward", columns("dy", dy), columns("x", x));
        equal("scaleColumnsBackward", rows("dy", dy), rows("x", x));
        equal("scaleColumnsBackward", columns("dy", dy), elements("dGain", dGain));
    }

    static void scaleRows(Tensor x, Tensor gain, Tensor y) {
        equal("scaleRows", rows("x", x), elements("gain", gain));
        equal("scaleRows", columns("x", x), columns("y", y));
        equal("scaleRows", rows("x", x), rows("y", y));
    }

    static void scaleRowsBackward(Tensor dy, Tensor x, Tensor dGain) {
        equal("scaleRowsBackward", columns("dy", dy), columns("x", x));
        equal("scaleRowsBackward", rows("dy", dy), rows("x", x));
        equal("scaleRowsBackward", rows("dy", dy), elements("dGain", dGain));
    }

    static void meanOfTokens(TokenRange range, Tensor x, Tensor y) {
        mean("meanOfTokens", range, "x", x, "y", y);
    }

    static void meanOfTokensBackward(TokenRange range, Tensor dy, Tensor dx) {
        mean("meanOfTokensBackward", range, "dx", dx, "dy", dy);
    }

    private static void mean(
            String operation, TokenRange range, String tokensName, Tensor tokens, String meanName, Tensor mean) {
        equal(operation, columns(tokensName, tokens), columns(meanName, mean));
        multiple(operation, rows(tokensName, tokens), range.tokens(), "tokens");
        expect(operation, rows(meanName, mean), rows(tokens) / range.tokens(), "B");
    }

    static void crossAttention(
            CrossAttentionShape shape, Tensor q, Tensor k, Tensor v, Tensor probabilities, Tensor out) {
        String operation = "crossAttention";
        queries(operation, shape, "q", q);
        tokens(operation, shape, "k", k);
        tokens(operation, shape, "v", v);
        pairs(operation, shape, "probabilities", probabilities);
        queries(operation, shape, "out", out);
    }

    static void crossAttentionBackward(CrossAttentionBackward arguments) {
        String operation = "crossAttentionBackward";
        CrossAttentionShape shape = arguments.shape();
        queries(operation, shape, "q", arguments.q());
        tokens(operation, shape, "k", arguments.k());
        tokens(operation, shape, "v", arguments.v());
        pairs(operation, shape, "probabilities", arguments.probabilities());
        queries(operation, shape, "dOut", arguments.dOut());
        pairs(operation, shape, "scratch", arguments.scratch());
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

    private static void pairs(String operation, CrossAttentionShape shape, String name, Tensor tensor) {
        expect(operation, elements(name, tensor), shape.probabilities().size(), "B * H * Q * T");
    }

    static void sigmoidCrossEntropy(Tensor logits, int labelOffset, Tensor dLogits) {
        equal("sigmoidCrossEntropy", columns("logits", logits), columns("dLogits", dLogits));
        equal("sigmoidCrossEntropy", rows("logits", logits), rows("dLogits", dLogits));
        if (labelOffset < 0 || labelOffset > columns(logits) - rows(logits)) {
            throw new IllegalArgumentException("sigmoidCrossEntropy: logits " + logits.shape()
                    + " have no column row + " + labelOffset + " for every row");
        }
    }
}
