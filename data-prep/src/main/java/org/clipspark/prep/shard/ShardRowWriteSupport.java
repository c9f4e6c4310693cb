package org.clipspark.prep.shard;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** Spells a row as Parquet events, in the order of the schema's columns. */
final class ShardRowWriteSupport extends WriteSupport<ShardRow> {
    private final MessageType schema;
    private final Runnable atEnd;
    private final boolean needsImage;
    private @Nullable RecordConsumer consumer;

    /**
     * For rows of that schema.
     *
     * @param atEnd run when all row groups are written and the footer is not
     */
    ShardRowWriteSupport(MessageType schema, Runnable atEnd) {
        this.schema = schema;
        this.atEnd = atEnd;
        needsImage = ShardSchema.IMAGE_COLUMNS.stream()
                .anyMatch(name ->
                        schema.containsField(name) && schema.getType(name).isRepetition(Type.Repetition.REQUIRED));
    }

    @Override
    public WriteContext init(Configuration configuration) {
        return new WriteContext(schema, Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public FinalizedWriteContext finalizeWrite() {
        atEnd.run();
        return super.finalizeWrite();
    }

    @Override
    public void write(ShardRow row) {
        RecordConsumer to = consumer;
        if (to == null) {
            throw new IllegalStateException("prepareForWrite comes before write");
        }
        if (needsImage && row.image().isEmpty()) {
            // parquet-java would count a value that is not there, and other readers stumble over the page.
            throw new IllegalArgumentException("Row '" + row.key() + "' of status "
                    + row.status().label() + " has no image; a data shard holds pairs, others go to the rejected rows");
        }
        to.startMessage();
        for (int column = 0; column < schema.getFieldCount(); column++) {
            write(to, schema.getFieldName(column), column, row);
        }
        to.endMessage();
    }

    private static void write(RecordConsumer to, String name, int column, ShardRow row) {
        switch (name) {
            case ShardSchema.KEY -> required(to, name, column, row.key());
            case ShardSchema.CAPTION -> required(to, name, column, row.text().caption());
            case ShardSchema.CAPTIONS -> captions(to, column, row);
            case ShardSchema.URL -> text(to, name, column, row.text().url());
            case ShardSchema.STATUS -> required(to, name, column, row.status().label());
            case ShardSchema.ERROR_MESSAGE ->
                text(to, name, column, row.status().detail());
            case ShardSchema.WIDTH -> positive(to, name, column, row.sizes().width());
            case ShardSchema.HEIGHT -> positive(to, name, column, row.sizes().height());
            case ShardSchema.ORIGINAL_WIDTH ->
                positive(to, name, column, row.sizes().originalWidth());
            case ShardSchema.ORIGINAL_HEIGHT ->
                positive(to, name, column, row.sizes().originalHeight());
            case ShardSchema.SHA256 -> text(to, name, column, row.sha256());
            case ShardSchema.LABEL -> label(to, column, row.text().label());
            case ShardSchema.CLASS -> text(to, name, column, row.text().className());
            default -> more(to, name, column, row);
        }
    }

    private static void more(RecordConsumer to, String name, int column, ShardRow row) {
        switch (name) {
            case ShardSchema.IMAGE_BYTES ->
                positive(to, name, column, row.image().array().length);
            case ShardSchema.SOURCE -> integer(to, name, column, row.origin().source());
            case ShardSchema.SOURCE_FILE ->
                required(to, name, column, row.origin().file());
            case ShardSchema.SOURCE_ROW -> {
                to.startField(name, column);
                to.addLong(row.origin().position());
                to.endField(name, column);
            }
            case ShardSchema.EMBEDDING ->
                list(to, name, column, row.attributes().embedding(), to::addFloat);
            default -> attribute(to, name, column, row);
        }
    }

    private static void attribute(RecordConsumer to, String name, int column, ShardRow row) {
        Double score = row.attributes().scores().get(name);
        if (score != null) {
            to.startField(name, column);
            to.addDouble(score);
            to.endField(name, column);
        } else if (PairAttributes.TAGS.contains(name)) {
            text(to, name, column, row.attributes().tags().getOrDefault(name, ""));
        } else if (!PairAttributes.SCORES.contains(name)) {
            image(to, name, column, row.image());
        }
    }

    private static void image(RecordConsumer to, String name, int column, ImageBytes image) {
        if (!image.isEmpty()) {
            to.startField(name, column);
            to.addBinary(Binary.fromConstantByteArray(image.array()));
            to.endField(name, column);
        }
    }

    private static void required(RecordConsumer to, String name, int column, String value) {
        to.startField(name, column);
        to.addBinary(Binary.fromString(value));
        to.endField(name, column);
    }

    private static void text(RecordConsumer to, String name, int column, String value) {
        if (!value.isEmpty()) {
            required(to, name, column, value);
        }
    }

    private static void positive(RecordConsumer to, String name, int column, int value) {
        if (value > 0) {
            integer(to, name, column, value);
        }
    }

    private static void integer(RecordConsumer to, String name, int column, int value) {
        to.startField(name, column);
        to.addInteger(value);
        to.endField(name, column);
    }

    private static void label(RecordConsumer to, int column, int label) {
        if (label != PairText.NO_LABEL) {
            integer(to, ShardSchema.LABEL, column, label);
        }
    }

    private static void captions(RecordConsumer to, int column, ShardRow row) {
        list(
                to,
                ShardSchema.CAPTIONS,
                column,
                row.text().captions(),
                caption -> to.addBinary(Binary.fromString(caption)));
    }

    private static <T> void list(RecordConsumer to, String name, int column, List<T> values, Consumer<T> add) {
        if (values.isEmpty()) {
            return;
        }
        to.startField(name, column);
        to.startGroup();
        to.startField("list", 0);
        for (T value : values) {
            to.startGroup();
            to.startField("element", 0);
            add.accept(value);
            to.endField("element", 0);
            to.endGroup();
        }
        to.endField("list", 0);
        to.endGroup();
        to.endField(name, column);
    }
}
