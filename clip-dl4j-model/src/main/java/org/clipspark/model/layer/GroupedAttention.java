package org.clipspark.model.layer;

import java.util.List;
import org.clipspark.model.compute.AttentionShape;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.SequenceGroups;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;

/** Self-attention within each sequence of a token matrix, group by group. */
final class GroupedAttention {
    private final Backend backend;
    private final List<AttentionShape> shapes;
    private final Shape kept;

    /**
     * Attention of those sequences.
     *
     * @param heads number of heads
     * @param headWidth width of each
     */
    GroupedAttention(Backend backend, SequenceGroups sequences, int heads, int headWidth, AttentionShape.Mask mask) {
        this.backend = backend;
        this.shapes = sequences.groups().stream()
                .map(group -> new AttentionShape(group.sequences(), group.tokens(), heads, headWidth, mask))
                .toList();
        this.kept = Shape.of(backend.attentionKept(sequences) * heads);
    }

    /** Room, in floats, for what the attentions of all groups keep. */
    Shape kept() {
        return kept;
    }

    /** {@code qkv [N, 3D]} to {@code out [N, D]}; keeps {@code all}, of {@link #kept}, for the way back. */
    void forward(Tensor qkv, Tensor all, Tensor out) {
        long row = 0;
        long used = 0;
        for (AttentionShape shape : shapes) {
            Tensor own = backend.view(all, used, backend.attentionKept(shape));
            backend.attention(shape, rows(qkv, row, shape), own, rows(out, row, shape));
            row += shape.rows();
            used += own.size();
        }
    }

    /**
     * Backward of {@link #forward}.
     *
     * @param out of the forward pass
     * @param dOut {@code [N, D]}
     * @param scratch of {@link #kept}, overwritten
     * @param dQkv {@code [N, 3D]}, replaced
     */
    void backward(Tensor qkv, Tensor all, Tensor out, Tensor dOut, Tensor scratch, Tensor dQkv) {
        long row = 0;
        long used = 0;
        for (AttentionShape shape : shapes) {
            Tensor own = backend.view(all, used, backend.attentionKept(shape));
            backend.attentionBackward(new Backend.AttentionBackward(
                    shape,
                    rows(qkv, row, shape),
                    own,
                    rows(out, row, shape),
                    rows(dOut, row, shape),
                    backend.view(scratch, used, own.shape()),
                    rows(dQkv, row, shape)));
            row += shape.rows();
            used += own.size();
        }
    }

    private Tensor rows(Tensor matrix, long first, AttentionShape shape) {
        long width = matrix.shape().dimension(-1);
        return backend.view(matrix, first * width, Shape.of(shape.rows(), width));
    }
}
