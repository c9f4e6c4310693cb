package org.clipspark.model.layer;

import java.util.List;
import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Tensor;

/** Stages one after the other. */
public final class StageChain implements Stage {
    private final List<Stage> stages;

    /** The chain of those stages, the first sees the input. */
    public StageChain(List<Stage> stages) {
        this.stages = List.copyOf(stages);
    }

    @Override
    public Tensor forward(Arena arena, Tensor x) {
        Tensor y = x;
        for (Stage stage : stages) {
            y = stage.forward(arena, y);
        }
        return y;
    }

    @Override
    public Tensor backward(Arena arena, Tensor dy) {
        Tensor dx = dy;
        for (int i = stages.size() - 1; i >= 0; i--) {
            dx = stages.get(i).backward(arena, dx);
        }
        return dx;
    }
}
