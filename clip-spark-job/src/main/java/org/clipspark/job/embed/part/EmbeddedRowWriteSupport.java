package org.clipspark.job.embed.part;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.clipspark.prep.shard.ShardSplit;
import org.jspecify.annotations.Nullable;

/** Spells a row as Parquet events, in the order of the schema's columns. */
final class EmbeddedRowWriteSupport extends WriteSupport<EmbeddedRow> {
    private final MessageType schema;
    private final Map<String, String> facts;
    private @Nullable RecordConsumer consumer;

    /** The facts stand in the footer; more than one would stand in another order in every process. */
    EmbeddedRowWriteSupport(MessageType schema, String fact, String value) {
        this.schema = schema;
        this.facts = Map.of(fact, value);
    }

    @Override
    public WriteContext init(Configuration configuration) {
        return new WriteContext(schema, facts);
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public void write(EmbeddedRow row) {
        RecordConsumer to = consumer;
        if (to == null) {
            throw new IllegalStateException("prepareForWrite comes before write");
        }
        to.startMessage();
        for (int column = 0; column < schema.getFieldCount(); column++) {
            write(to, schema.getFieldName(column), column, row);
        }
        to.endMessage();
    }

    private static void write(RecordConsumer to, String name, int column, EmbeddedRow row) {
        switch (name) {
            case EmbeddingSchema.KEY -> text(to, name, column, row.key());
            case EmbeddingSchema.SPLIT ->
                row.split().map(ShardSplit::folder).ifPresent(split -> text(to, name, column, split));
            case EmbeddingSchema.ROW -> field(to, name, column, () -> to.addLong(row.row()));
            case EmbeddingSchema.CAPTIONS ->
                list(to, name, column, row.captions(), caption -> to.addBinary(Binary.fromString(caption)));
            case EmbeddingSchema.LABEL ->
                row.label().ifPresent(label -> field(to, name, column, () -> to.addInteger(label)));
            case EmbeddingSchema.CLASS -> row.className().ifPresent(value -> text(to, name, column, value));
            case EmbeddingSchema.IMAGE -> image(to, name, column, row.image());
            case EmbeddingSchema.TEXTS -> list(to, name, column, row.texts(), text -> vector(to, text));
            default -> further(to, name, column, row.columns().getOrDefault(name, ""));
        }
    }

    private static void further(RecordConsumer to, String name, int column, String value) {
        if (!value.isEmpty()) {
            text(to, name, column, value);
        }
    }

    private static void image(RecordConsumer to, String name, int column, EmbeddingVector image) {
        if (image.width() > 0) {
            field(to, name, column, () -> vector(to, image));
        }
    }

    private static void text(RecordConsumer to, String name, int column, String value) {
        field(to, name, column, () -> to.addBinary(Binary.fromString(value)));
    }

    private static void field(RecordConsumer to, String name, int column, Runnable content) {
        to.startField(name, column);
        content.run();
        to.endField(name, column);
    }

    private static <T> void list(RecordConsumer to, String name, int column, List<T> values, Consumer<T> add) {
        field(
                to,
                name,
                column,
                () -> group(to, () -> {
                    // Parquet has no field without a value: a list without elements is a group without fields.
                    if (!values.isEmpty()) {
                        field(to, "list", 0, () -> values.forEach(value -> element(to, () -> add.accept(value))));
                    }
                }));
    }

    private static void vector(RecordConsumer to, EmbeddingVector vector) {
        group(to, () -> {
            if (vector.width() > 0) {
                to.startField("list", 0);
                for (float value : vector.values()) {
                    element(to, () -> to.addFloat(value));
                }
                to.endField("list", 0);
            }
        });
    }

    private static void element(RecordConsumer to, Runnable value) {
        group(to, () -> field(to, "element", 0, value));
    }

    private static void group(RecordConsumer to, Runnable content) {
        to.startGroup();
        content.run();
        to.endGroup();
    }
}
