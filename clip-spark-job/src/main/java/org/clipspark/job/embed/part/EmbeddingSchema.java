package org.clipspark.job.embed.part;

import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;
import org.clipspark.prep.shard.ShardSchema;

/** Columns of a part; those that a shard has too have the same names and meanings, see {@link ShardSchema}. */
public final class EmbeddingSchema {
    /** Unique name of the row; a string. */
    public static final String KEY = ShardSchema.KEY;
    /** Part of the data set; optional string, absent for a text alone. */
    public static final String SPLIT = "split";
    /** Number of the row within its split, from 0; 64-bit integer. */
    public static final String ROW = "row";
    /** All captions; a list of strings. */
    public static final String CAPTIONS = ShardSchema.CAPTIONS;
    /** Number of the class; optional 32-bit integer. */
    public static final String LABEL = ShardSchema.LABEL;
    /** Name of the class; optional string. */
    public static final String CLASS = ShardSchema.CLASS;
    /** Embedding of the image, of unit length; optional list of floats, absent for a text alone. */
    public static final String IMAGE = "image_embedding";
    /** Embeddings of the captions, in their order, of unit length; a list of lists of floats. */
    public static final String TEXTS = "text_embeddings";
    /** Names that no further column can have. */
    public static final List<String> TAKEN = List.of(KEY, SPLIT, ROW, CAPTIONS, LABEL, CLASS, IMAGE, TEXTS);

    private EmbeddingSchema() {}

    /**
     * Schema of a part.
     *
     * @param columns names of further columns, each an optional string
     */
    static MessageType of(List<String> columns) {
        LogicalTypeAnnotation string = LogicalTypeAnnotation.stringType();
        Types.GroupBuilder<MessageType> message = Types.buildMessage()
                .required(PrimitiveTypeName.BINARY)
                .as(string)
                .named(KEY)
                .optional(PrimitiveTypeName.BINARY)
                .as(string)
                .named(SPLIT)
                .required(PrimitiveTypeName.INT64)
                .named(ROW)
                .requiredList()
                .requiredElement(PrimitiveTypeName.BINARY)
                .as(string)
                .named(CAPTIONS)
                .optional(PrimitiveTypeName.INT32)
                .named(LABEL)
                .optional(PrimitiveTypeName.BINARY)
                .as(string)
                .named(CLASS);
        for (String column : columns) {
            message = message.optional(PrimitiveTypeName.BINARY).as(string).named(column);
        }
        return message.optionalList()
                .requiredElement(PrimitiveTypeName.FLOAT)
                .named(IMAGE)
                .requiredList()
                .requiredListElement()
                .requiredElement(PrimitiveTypeName.FLOAT)
                .named(TEXTS)
                .named("embedded_pair");
    }
}
