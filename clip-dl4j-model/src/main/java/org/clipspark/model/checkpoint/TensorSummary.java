package org.clipspark.model.checkpoint;

import java.nio.ByteBuffer;
import org.clipspark.model.compute.Shape;

/**
 * A tensor at a glance.
 *
 * @param name its name
 * @param type its element type
 * @param shape its dimensions
 * @param norm root of the sum of squares of its finite elements
 * @param minimum least finite element, 0 if there is none
 * @param maximum largest finite element, 0 if there is none
 * @param nonFinite number of elements that are infinite or no number
 */
public record TensorSummary(
        String name, SafetensorsType type, Shape shape, double norm, double minimum, double maximum, long nonFinite) {
    /** Figures of the elements seen so far. */
    static final class Builder {
        private final SafetensorsFile.Entry entry;
        private double squares;
        private double minimum = Double.POSITIVE_INFINITY;
        private double maximum = Double.NEGATIVE_INFINITY;
        private long nonFinite;

        Builder(SafetensorsFile.Entry entry) {
            this.entry = entry;
        }

        /** Takes the next {@code count} elements of a little-endian buffer. */
        void add(ByteBuffer bytes, int count) {
            SafetensorsType type = entry.type();
            for (int i = 0; i < count; i++) {
                double value = type.number(bytes, i * type.bytes());
                if (Double.isFinite(value)) {
                    squares += value * value;
                    minimum = Math.min(minimum, value);
                    maximum = Math.max(maximum, value);
                } else {
                    nonFinite++;
                }
            }
        }

        TensorSummary build() {
            boolean none = minimum > maximum;
            return new TensorSummary(
                    entry.name(),
                    entry.type(),
                    entry.shape(),
                    Math.sqrt(squares),
                    none ? 0 : minimum,
                    none ? 0 : maximum,
                    nonFinite);
        }
    }
}
