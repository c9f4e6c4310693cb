package org.clipspark.model.compute;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(value = OS.LINUX, disabledReason = "asks glibc for the memory that it holds back")
class OneDnnMemoryTest {
    /** Bytes; 197 MiB without giving back. */
    private static final long HELD_BACK = 32L << 20;

    private static final int HEADS = 8;
    private static final int HEAD_WIDTH = 64;
    private static final int MOST_TOKENS = 58;
    private static final int MOST_SEQUENCES = 3;

    @Test
    void whatNewShapesTookForAMomentGoesBackToTheSystem() {
        try (Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1))) {
            Attention attention = new Attention(backend);
            for (int tokens = 9; tokens <= MOST_TOKENS; tokens++) {
                for (int sequences = 1; sequences <= MOST_SEQUENCES; sequences++) {
                    attention.run(new AttentionShape(sequences, tokens, HEADS, HEAD_WIDTH, AttentionShape.Mask.CAUSAL));
                }
            }
            long before = Pointer.physicalBytes();
            Pointer.trimMemory();

            assertThat(before - Pointer.physicalBytes()).isLessThan(HELD_BACK);
        }
    }

    /** Memory for the largest shape, used for all. */
    private static final class Attention {
        private final Backend backend;
        private final Tensor qkv;
        private final Tensor kept;
        private final Tensor out;

        Attention(Backend backend) {
            this.backend = backend;
            int rows = MOST_SEQUENCES * MOST_TOKENS;
            int width = HEADS * HEAD_WIDTH;
            qkv = backend.allocate(rows, 3L * width);
            kept = backend.allocate(MOST_SEQUENCES, HEADS, MOST_TOKENS, MOST_TOKENS);
            out = backend.allocate(rows, width);
            backend.fill(qkv, 0.5);
        }

        void run(AttentionShape shape) {
            backend.attention(
                    shape,
                    backend.view(qkv, 0, Shape.of(shape.rows(), 3L * shape.width())),
                    backend.view(kept, 0, shape.probabilities()),
                    backend.view(out, 0, Shape.of(shape.rows(), shape.width())));
        }
    }
}
