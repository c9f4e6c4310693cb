package org.clipspark.model.compute;

import static org.assertj.core.api.Assertions.assertThat;

import org.clipspark.model.compute.AttentionShape.Mask;
import org.junit.jupiter.api.Test;

class ArenaTypesTest {
    private static final PlanningBackend HALVED =
            new PlanningBackend(new PlanningBackend.Rooms(ElementType.BFLOAT16, false));

    @Test
    void countsFloatsTwiceAmongActivationsOfHalfTheSize() {
        Arena arena = new Arena(HALVED, 1000);

        Tensor activations = arena.take(32);
        Tensor floats = arena.takeFloats(32);

        assertThat(activations.elementType()).isEqualTo(ElementType.BFLOAT16);
        assertThat(floats.elementType()).isEqualTo(ElementType.FLOAT32);
        assertThat(arena.peak()).isEqualTo(32 + 64);
    }

    @Test
    void beginsTensorsAtMultiplesOfACacheLine() {
        Arena arena = new Arena(HALVED, 1000);

        arena.take(1);
        arena.takeFloats(1);

        assertThat(arena.peak() * ElementType.BFLOAT16.bytes()).isEqualTo(128);
    }

    @Test
    void plansForWhatABackendKeepsOfAttention() {
        AttentionShape shape = new AttentionShape(2, 5, 3, 4, Mask.NONE);

        assertThat(HALVED.attentionKept(shape)).isEqualTo(Shape.of(2, 3, 5));
        assertThat(HALVED.attentionKept(SequenceGroups.equal(2, 5))).isEqualTo(10);
        assertThat(new PlanningBackend().attentionKept(shape)).isEqualTo(Shape.of(2, 3, 5, 5));
        assertThat(new PlanningBackend().attentionKept(SequenceGroups.equal(2, 5)))
                .isEqualTo(50);
        assertThat(PlanningBackend.like(HALVED).attentionKept(shape)).isEqualTo(Shape.of(2, 3, 5));
        assertThat(PlanningBackend.like(HALVED).activationType()).isEqualTo(ElementType.BFLOAT16);
    }
}
