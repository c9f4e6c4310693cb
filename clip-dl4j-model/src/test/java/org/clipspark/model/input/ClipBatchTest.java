package org.clipspark.model.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ClipBatchTest {
    @Test
    void holdsARowOfEachKindPerPair() {
        ClipBatch batch = new ClipBatch(3, 48, 16);

        assertThat(batch.images()).hasSize(144);
        assertThat(batch.texts()).hasSize(48);
    }

    @Test
    void refusesSizesThatCannotBe() {
        assertThatThrownBy(() -> new ClipBatch(0, 48, 16))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Batch sizes must be positive, got size=0 imageLength=48 contextLength=16");
        assertThatThrownBy(() -> new ClipBatch(1 << 20, 3 * 224 * 224, 77))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A batch of 1048576 with imageLength=150528 contextLength=77 exceeds one array");
    }
}
