package org.clipspark.model.loss;

import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;

/** Works through the rows of a part so that the logits of a chunk against the whole batch stay small. */
final class RowChunks {
    /** Elements of a chunk's logits: 16 MiB in single precision, enough for products to run at full speed. */
    static final long ELEMENTS = 1 << 22;

    private final long rows;

    /** Chunks of as many rows of {@code columns} elements as {@code elements} hold, at least one. */
    RowChunks(long elements, long columns) {
        this.rows = Math.max(1, elements / columns);
    }

    /** Work on {@code count} rows from {@code first} on; returns its share of the loss. */
    interface Work {
        ContrastiveLoss.Result run(long first, long count);
    }

    /** Adds the shares of all chunks. */
    ContrastiveLoss.Result sum(ContrastiveLoss.Part part, Work work) {
        ContrastiveLoss.Result total = new ContrastiveLoss.Result(0, 0, 0);
        long end = part.first() + part.count();
        for (long first = part.first(); first < end; first += rows) {
            total = total.plus(work.run(first, Math.min(rows, end - first)));
        }
        return total;
    }

    static Tensor rows(Backend backend, Tensor matrix, long first, long count) {
        long width = matrix.shape().dimension(1);
        return backend.view(matrix, first * width, Shape.of(count, width));
    }
}
