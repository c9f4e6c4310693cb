package org.clipspark.prep.twin;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.functions;
import org.clipspark.prep.shard.ShardSchema;

/** Embeddings of rows as vectors of length 1. */
final class Embedding {
    private Embedding() {}

    /** The column as a list of floats, whatever numbers the source has. */
    static Column column() {
        return functions.col(ShardSchema.EMBEDDING).cast("array<float>").as(ShardSchema.EMBEDDING);
    }

    /**
     * A vector {@code [D]} of length 1 that points the same way.
     *
     * @return nothing if a value is missing or not finite, all are 0, or there is none
     */
    static Optional<float[]> unit(List<Float> values) {
        double squares = 0;
        for (Float value : values) {
            if (value == null || !Float.isFinite(value)) {
                return Optional.empty();
            }
            squares += (double) value * value;
        }
        if (squares == 0) {
            return Optional.empty();
        }
        double length = Math.sqrt(squares);
        float[] unit = new float[values.size()];
        for (int i = 0; i < unit.length; i++) {
            unit[i] = (float) (values.get(i) / length);
        }
        return Optional.of(unit);
    }

    /** Inner product of two vectors {@code [D]}, summed in double precision from left to right. */
    static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }
}
