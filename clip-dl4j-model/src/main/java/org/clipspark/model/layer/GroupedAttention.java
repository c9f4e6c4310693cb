package org.clipspark.model.layer;

import java.util.List;
import org.clipspark.model.compute.AttentionShape;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.SequenceGroups;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;

/** Self-attention within each sequence of a token matrix, group by group. */
final class GroupedAttention {
    private final List<AttentionShape> shapes;
    private final Shape probabilities;

    /**
     * Attention of those sequences.
     *
     * @param heads number of heads
     * @param headWidth width of each
     */
    GroupedAttention(SequenceGroups sequences, int heads, int headWidth, AttentionShape.Mask mask) {
        this.shapes = sequences.groups().stream()
                .map(group -> new AttentionShape(group.sequences(), group.tokens(), heads, headWidth, mask))
                .toList();
        this.probabilities = Shape.of(sequences.squares() * heads);
    }

    /** Room for the probabilities of all groups. */
    Shape probabilities() {
        return probabilities;
    }

    /** {@code qkv [N, 3D]} to {@code out [N, D]}; keeps {@code all}, of {@link #probabilities}, for the way back. */
    void forward(Backend backend, Tensor qkv, Tensor all, Tensor out) {
        long row = 0;
        long square = 0;
        for (AttentionShape shape : shapes) {
            Tensor kept = backend.view(all, square, shape.probabilities());
            backend.attention(shape, rows(backend, qkv, row, shape), kept, rows(backend, out, row, shape));
            row += shape.rows();
            square += kept.size();
        }
    }

    /** Backward of {@link #forward}: {@code dOut [N, D]} to {@code dQkv [N, 3D]}; {@code scratch} is overwritten. */
    void backward(Backend backend, Tensor qkv, Tensor all, Tensor dOut, Tensor scratch, Tensor dQkv) {
        long row = 0;
        long square = 0;
        for (AttentionShape shape : shapes) {
            Tensor kept = backend.view(all, square, shape.probabilities());
            backend.attentionBackward(
                    shape,
                    rows(backend, qkv, row, shape),
                    kept,
                    rows(backend, dOut, row, shape),
                    backend.view(scratch, square, shape.probabilities()),
                    rows(backend, dQkv, row, shape));
            row += shape.rows();
            square += kept.size();
        }
    }

    private static Tensor rows(Backend backend, Tensor matrix, long first, AttentionShape shape) {
        long width = matrix.shape().dimension(-1);
        return backend.view(matrix, first * width, Shape.of(shape.rows(), width));
    }
}
