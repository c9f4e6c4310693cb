package org.clipspark.model.compute;

import org.clipspark.model.compute.AttentionShape.Mask;
import org.clipspark.model.compute.Backend.AttentionBackward;
import org.clipspark.model.compute.TwoBackends.Twin;
import org.clipspark.model.compute.VariantOperations.CrossAttentionBackward;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attention of the {@code cuda} backend as the layers ask for it, with heads of all supported widths and several tiles. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(NeedsCuda.class)
abstract class CudaAttentionAgainstReference {
    final TwoBackends both;

    CudaAttentionAgainstReference(Precision precision, double tolerance) {
        this.both = new TwoBackends(NeedsCuda.open(precision), tolerance);
    }

    @BeforeEach
    void startWithTheSameNumbers() {
        both.startWithTheSameNumbers();
    }

    @AfterAll
    void close() {
        both.close();
    }

    @ParameterizedTest
    @CsvSource({
        "2, 1, 1, 1, NONE",
        "1, 50, 2, 64, NONE",
        "2, 77, 1, 64, CAUSAL",
        "1, 130, 1, 64, CAUSAL",
        "1, 67, 2, 80, NONE",
        "1, 33, 1, 88, CAUSAL",
        "1, 70, 1, 104, NONE",
        "1, 35, 2, 128, CAUSAL",
        "1, 20, 1, 160, NONE",
        "2, 9, 3, 5, CAUSAL",
        "1, 40, 2, 16, NONE"
    })
    void attends(int batch, int tokens, int heads, int headWidth, Mask mask) {
        AttentionShape shape = new AttentionShape(batch, tokens, heads, headWidth, mask);
        Twin qkv = both.activations(shape.rows(), 3L * shape.width());
        Twin kept = kept(shape);
        Twin scratch = kept(shape);
        Twin out = both.results(shape.rows(), shape.width());
        Twin dOut = both.activations(shape.rows(), shape.width());
        Twin dQkv = both.results(shape.rows(), 3L * shape.width());

        both.run((on, of) -> on.attention(shape, of.of(qkv), of.of(kept), of.of(out)));
        both.run((on, of) -> on.attentionBackward(new AttentionBackward(
                shape, of.of(qkv), of.of(kept), of.of(out), of.of(dOut), of.of(scratch), of.of(dQkv))));

        both.assertClose(out, dQkv);
    }

    private Twin kept(AttentionShape shape) {
        return both.kept(both.backend().attentionKept(shape), shape.probabilities());
    }

    @ParameterizedTest
    @CsvSource({"2, 1, 50, 2, 64", "1, 70, 40, 1, 80", "2, 3, 7, 2, 6"})
    void attendsToOthers(int batch, int queries, int tokens, int heads, int headWidth) {
        CrossAttentionShape shape = new CrossAttentionShape(batch, queries, tokens, heads, headWidth);
        long asking = (long) batch * queries;
        long answering = (long) batch * tokens;
        Twin q = both.activations(asking, shape.width());
        Twin k = both.activations(answering, shape.width());
        Twin v = both.activations(answering, shape.width());
        Twin kept = kept(shape);
        Twin scratch = kept(shape);
        Twin out = both.results(asking, shape.width());
        Twin dOut = both.activations(asking, shape.width());
        Twin dq = both.results(asking, shape.width());
        Twin dk = both.results(answering, shape.width());
        Twin dv = both.results(answering, shape.width());

        both.run(
                (on, of) -> on.variants().crossAttention(shape, of.of(q), of.of(k), of.of(v), of.of(kept), of.of(out)));
        both.run((on, of) -> on.variants()
                .crossAttentionBackward(new CrossAttentionBackward(
                        shape,
                        of.of(q),
                        of.of(k),
                        of.of(v),
                        of.of(kept),
                        of.of(out),
                        of.of(dOut),
                        of.of(scratch),
                        of.of(dq),
                        of.of(dk),
                        of.of(dv))));

        both.assertClose(out, dq, dk, dv);
    }

    private Twin kept(CrossAttentionShape shape) {
        return both.kept(both.backend().variants().crossAttentionKept(shape), shape.probabilities());
    }
}
