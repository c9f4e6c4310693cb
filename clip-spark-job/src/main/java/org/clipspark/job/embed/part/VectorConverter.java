package org.clipspark.job.embed.part;

import java.util.Arrays;
import java.util.function.Consumer;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;

/** Collects the floats of one list after another. */
final class VectorConverter extends GroupConverter {
    private static final int FIRST_CAPACITY = 512;

    private final Consumer<EmbeddingVector> to;
    private final Converter list = new ListConverter();
    private float[] values = new float[FIRST_CAPACITY];
    private int count;

    VectorConverter(Consumer<EmbeddingVector> to) {
        this.to = to;
    }

    @Override
    public Converter getConverter(int field) {
        return list;
    }

    @Override
    public void start() {
        count = 0;
    }

    @Override
    public void end() {
        to.accept(new EmbeddingVector(Arrays.copyOf(values, count)));
    }

    private void add(float value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count);
        }
        values[count++] = value;
    }

    /** The repeated group, which holds one element. */
    private final class ListConverter extends GroupConverter {
        private final Converter element = new PrimitiveConverter() {
            @Override
            public void addFloat(float value) {
                add(value);
            }
        };

        @Override
        public Converter getConverter(int field) {
            return element;
        }

        @Override
        public void start() {
            // An element is the float alone.
        }

        @Override
        public void end() {
            // An element is the float alone.
        }
    }
}
