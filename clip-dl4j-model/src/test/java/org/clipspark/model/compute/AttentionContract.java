package org.clipspark.model.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Arrays;
import org.clipspark.model.compute.AttentionShape.Mask;
import org.clipspark.model.compute.Backend.AttentionBackward;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Multi-head self-attention. */
interface AttentionContract extends BackendContract {
    @ParameterizedTest
    @CsvSource({
        "1, 1, 1, 1, NONE",
        "1, 1, 1, 1, CAUSAL",
        "2, 1, 3, 5, CAUSAL",
        "3, 1, 2, 16, NONE",
        "3, 5, 2, 1, NONE",
        "1, 7, 1, 3, NONE",
        "3, 5, 2, 7, CAUSAL",
        "2, 17, 3, 16, NONE",
        "2, 16, 4, 8, CAUSAL",
        "3, 65, 3, 64, NONE",
        "6, 2, 1, 16, NONE",
        "15, 5, 2, 16, CAUSAL",
        "5, 5, 2, 16, NONE",
        "2, 32, 3, 64, CAUSAL"
    })
    default void attendsAndSendsGradientsBack(int batch, int tokens, int heads, int headWidth, Mask mask) {
        AttentionShape shape = new AttentionShape(batch, tokens, heads, headWidth, mask);
        Tensor qkv = fixture().random(shape.rows(), 3L * shape.width());
        Tensor kept = kept(shape);
        Tensor out = fixture().poisoned(shape.rows(), shape.width());
        Tensor dOut = fixture().random(shape.rows(), shape.width());
        Tensor scratch = kept(shape);
        Tensor dQkv = fixture().poisoned(shape.rows(), 3L * shape.width());
        ReferenceAttention reference = new ReferenceAttention(shape, fixture().values(qkv));

        fixture().backend().attention(shape, qkv, kept, out);
        fixture().backend().attentionBackward(new AttentionBackward(shape, qkv, kept, out, dOut, scratch, dQkv));

        if (keepsProbabilities(shape)) {
            fixture().assertClose(kept, reference.probabilities());
        }
        fixture().assertClose(out, reference.out());
        fixture().assertClose(dQkv, reference.backward(fixture().values(dOut)));
    }

    private Tensor kept(AttentionShape shape) {
        return fixture().poisoned(fixture().backend().attentionKept(shape).toArray());
    }

    private boolean keepsProbabilities(AttentionShape shape) {
        return fixture().backend().attentionKept(shape).equals(shape.probabilities());
    }

    @Test
    default void givesNoProbabilityToLaterTokens() {
        AttentionShape shape = new AttentionShape(2, 9, 2, 4, Mask.CAUSAL);
        assumeThat(keepsProbabilities(shape))
                .as("this backend computes probabilities again and keeps none")
                .isTrue();
        Tensor qkv = fixture().random(18, 24);
        fixture().backend().scaleInPlace(20, qkv);
        Tensor probabilities = fixture().poisoned(2, 2, 9, 9);

        fixture().backend().attention(shape, qkv, probabilities, fixture().poisoned(18, 8));

        double[] values = fixture().values(probabilities);
        for (int i = 0; i < values.length; i++) {
            int query = i / 9 % 9;
            int key = i % 9;
            if (key > query) {
                assertThat(values[i]).as("query %s, key %s", query, key).isZero();
            }
        }
        for (int row = 0; row < 36; row++) {
            assertThat(Arrays.stream(values, row * 9, row * 9 + 9).sum()).isBetween(1 - 1e-5, 1 + 1e-5);
        }
    }

    @Test
    default void staysFiniteForLargeScores() {
        AttentionShape shape = new AttentionShape(1, 3, 1, 2, Mask.CAUSAL);
        Tensor qkv = fixture().random(3, 6);
        fixture().backend().scaleInPlace(1e4, qkv);
        Tensor out = fixture().poisoned(3, 2);

        fixture().backend().attention(shape, qkv, kept(shape), out);

        fixture().assertClose(out, new ReferenceAttention(shape, fixture().values(qkv)).out());
    }

    @Test
    default void givesTheSameAttentionBitsTwice() {
        AttentionShape shape = new AttentionShape(2, 17, 3, 16, Mask.CAUSAL);
        Tensor qkv = fixture().random(34, 144);
        Tensor dOut = fixture().random(34, 48);
        Tensor first = fixture().poisoned(34, 144);
        Tensor second = fixture().poisoned(34, 144);

        for (Tensor dQkv : new Tensor[] {first, second}) {
            Tensor kept = kept(shape);
            Tensor out = fixture().poisoned(34, 48);
            fixture().backend().attention(shape, qkv, kept, out);
            fixture()
                    .backend()
                    .attentionBackward(new AttentionBackward(shape, qkv, kept, out, dOut, kept(shape), dQkv));
        }

        assertThat(fixture().values(second)).containsExactly(fixture().values(first));
    }
}
