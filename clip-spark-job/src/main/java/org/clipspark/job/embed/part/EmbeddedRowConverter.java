package org.clipspark.job.embed.part;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.MessageType;
import org.clipspark.prep.shard.ShardSplit;

/** Collects the columns of one row after another. */
final class EmbeddedRowConverter extends GroupConverter {
    private final List<Converter> converters = new ArrayList<>();
    private final Map<String, String> strings = new TreeMap<>();
    private final Map<String, Long> numbers = new TreeMap<>();
    private final List<String> captions = new ArrayList<>();
    private final List<EmbeddingVector> images = new ArrayList<>();
    private final List<EmbeddingVector> texts = new ArrayList<>();

    EmbeddedRowConverter(MessageType schema) {
        schema.getFields().forEach(field -> converters.add(converter(field.getName())));
    }

    private Converter converter(String name) {
        return switch (name) {
            case EmbeddingSchema.ROW, EmbeddingSchema.LABEL -> number(value -> numbers.put(name, value));
            case EmbeddingSchema.CAPTIONS -> new Wrapper(new Wrapper(string(captions::add)));
            case EmbeddingSchema.IMAGE -> new VectorConverter(images::add);
            case EmbeddingSchema.TEXTS -> new Wrapper(new Wrapper(new VectorConverter(texts::add)));
            default -> string(value -> strings.put(name, value));
        };
    }

    @Override
    public Converter getConverter(int field) {
        return converters.get(field);
    }

    @Override
    public void start() {
        strings.clear();
        numbers.clear();
        captions.clear();
        images.clear();
        texts.clear();
    }

    @Override
    public void end() {
        // The row is made when it is asked for.
    }

    EmbeddedRow row() {
        TreeMap<String, String> further = new TreeMap<>(strings);
        EmbeddingSchema.TAKEN.forEach(further::remove);
        Optional<String> split = Optional.ofNullable(strings.get(EmbeddingSchema.SPLIT));
        Optional<Long> label = Optional.ofNullable(numbers.get(EmbeddingSchema.LABEL));
        return new EmbeddedRow(
                strings.getOrDefault(EmbeddingSchema.KEY, ""),
                split.map(name -> ShardSplit.valueOf(name.toUpperCase(Locale.ROOT))),
                numbers.getOrDefault(EmbeddingSchema.ROW, 0L),
                captions,
                label.map(value -> OptionalInt.of(Math.toIntExact(value))).orElse(OptionalInt.empty()),
                Optional.ofNullable(strings.get(EmbeddingSchema.CLASS)),
                further,
                images.isEmpty() ? EmbeddingVector.NONE : images.get(0),
                texts);
    }

    private static Converter string(Consumer<String> to) {
        return new PrimitiveConverter() {
            @Override
            public void addBinary(Binary value) {
                to.accept(new String(value.getBytes(), StandardCharsets.UTF_8));
            }
        };
    }

    private static Converter number(LongConsumer to) {
        return new PrimitiveConverter() {
            @Override
            public void addLong(long value) {
                to.accept(value);
            }

            @Override
            public void addInt(int value) {
                to.accept(value);
            }
        };
    }

    /** A group that holds one other thing. */
    private static final class Wrapper extends GroupConverter {
        private final Converter inner;

        Wrapper(Converter inner) {
            this.inner = inner;
        }

        @Override
        public Converter getConverter(int field) {
            return inner;
        }

        @Override
        public void start() {
            // What it holds tells where it begins.
        }

        @Override
        public void end() {
            // What it holds tells where it ends.
        }
    }
}
