package org.clipspark.prep.shard;

import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/** Columns of a shard: a superset of what img2dataset writes to Parquet, so that its readers read ours. */
public final class ShardSchema {
    /** Unique name of the pair within the data set; a string. */
    public static final String KEY = "key";
    /** First caption; a string, never empty. */
    public static final String CAPTION = "caption";
    /** All captions, the first one included; a list of strings with at least one entry. */
    public static final String CAPTIONS = "captions";
    /** Where the image came from: an address or a path; optional string. */
    public static final String URL = "url";
    /** {@code success} in a data shard, the reason in a rejected one; a string. */
    public static final String STATUS = "status";
    /** What was wrong, in words; optional string. */
    public static final String ERROR_MESSAGE = "error_message";
    /** Pixels of the stored image; 32-bit integer. */
    public static final String WIDTH = "width";
    /** Pixels of the stored image; 32-bit integer. */
    public static final String HEIGHT = "height";
    /** Pixels of the image as found; 32-bit integer. */
    public static final String ORIGINAL_WIDTH = "original_width";
    /** Pixels of the image as found; 32-bit integer. */
    public static final String ORIGINAL_HEIGHT = "original_height";
    /** Hexadecimal SHA-256 of the image bytes as found; optional string. */
    public static final String SHA256 = "sha256";
    /** Number of the class, from 0, where the source has classes; optional 32-bit integer. */
    public static final String LABEL = "label";
    /** Name of the class, where the source has classes; optional string. */
    public static final String CLASS = "class";
    /** Exif tags of the image as found, as a JSON object of strings; optional string. */
    public static final String EXIF = "exif";
    /** Perceptual hash of the upright image: 64 hexadecimal digits (256 bits); null where a picture has no structure. */
    public static final String PERCEPTUAL_HASH = "perceptual_hash";
    /** Boxes that were blurred, see {@link BlurredBoxes}, as a JSON list of lists; optional string. */
    public static final String BOXES = "boxes";
    /** Identifier in the metadata, such as DataComp's: 32 hexadecimal digits; optional string. */
    public static final String UID = "uid";
    /** Digest of the image as found according to the metadata, see {@link ExpectedHash}; optional string. */
    public static final String EXPECTED_HASH = "expected_hash";
    /** Image-text similarity in the metadata; optional double. */
    public static final String SIMILARITY = "similarity";
    /** Probability of unsafe content in the metadata; optional double. */
    public static final String PUNSAFE = "punsafe";
    /** Probability of a watermark in the metadata; optional double. */
    public static final String PWATERMARK = "pwatermark";
    /** Aesthetic score in the metadata; optional double. */
    public static final String AESTHETIC = "aesthetic";
    /** Safety tag in the metadata, such as {@code UNLIKELY}; optional string. */
    public static final String NSFW = "nsfw";
    /** Licence in the metadata; optional string. */
    public static final String LICENSE = "license";
    /** Language in the metadata or as identified, ISO 639-1; optional string. */
    public static final String LANGUAGE = "language";
    /** Embedding of the image in the metadata; optional list of floats. */
    public static final String EMBEDDING = "embedding";
    /** Number of the source that a row comes from; 32-bit integer. */
    public static final String SOURCE = "source";
    /** File of the source that a row comes from; string. */
    public static final String SOURCE_FILE = "source_file";
    /** Position of a row in its file, from 0; 64-bit integer. */
    public static final String SOURCE_ROW = "source_row";
    /** Length of the encoded image; 32-bit integer, in staged files only. */
    public static final String IMAGE_BYTES = "image_bytes";
    /** Names that the image column can have: that of the image format. */
    public static final List<String> IMAGE_COLUMNS = List.of("jpg", "png", "webp");

    private ShardSchema() {}

    /**
     * Schema of a data shard.
     *
     * @param imageColumn one of {@link #IMAGE_COLUMNS}
     * @throws IllegalArgumentException if it is none of them
     */
    public static MessageType dataShard(String imageColumn) {
        requireKnown(imageColumn);
        return columns(Types.buildMessage().required(PrimitiveTypeName.BINARY).named(imageColumn));
    }

    /**
     * Schema of a staged file: that of a data shard, with rows that have no image, and the sizes of images in a column of their
     * own, so that they are known without reading images. Errors as for {@link #dataShard}.
     */
    public static MessageType stagedShard(String imageColumn) {
        requireKnown(imageColumn);
        return columns(Types.buildMessage()
                .optional(PrimitiveTypeName.BINARY)
                .named(imageColumn)
                .optional(PrimitiveTypeName.INT32)
                .named(IMAGE_BYTES));
    }

    /** Schema of a rejected shard: the same without the image. */
    public static MessageType rejectedShard() {
        return columns(Types.buildMessage());
    }

    private static void requireKnown(String imageColumn) {
        if (!IMAGE_COLUMNS.contains(imageColumn)) {
            throw new IllegalArgumentException(
                    "Unknown image column '" + imageColumn + "' (expected: " + IMAGE_COLUMNS + ")");
        }
    }

    private static MessageType columns(Types.GroupBuilder<MessageType> message) {
        LogicalTypeAnnotation string = LogicalTypeAnnotation.stringType();
        Types.GroupBuilder<MessageType> columns = message.required(PrimitiveTypeName.BINARY)
                .as(string)
                .named(KEY)
                .required(PrimitiveTypeName.BINARY)
                .as(string)
                .named(CAPTION)
                .optionalList()
                .requiredElement(PrimitiveTypeName.BINARY)
                .as(string)
                .named(CAPTIONS)
                .optional(PrimitiveTypeName.BINARY)
                .as(string)
                .named(URL)
                .required(PrimitiveTypeName.BINARY)
                .as(string)
                .named(STATUS)
                .optional(PrimitiveTypeName.BINARY)
                .as(string)
                .named(ERROR_MESSAGE);
        for (String pixels : List.of(WIDTH, HEIGHT, ORIGINAL_WIDTH, ORIGINAL_HEIGHT)) {
            columns = columns.optional(PrimitiveTypeName.INT32).named(pixels);
        }
        columns = columns.optional(PrimitiveTypeName.BINARY)
                .as(string)
                .named(SHA256)
                .optional(PrimitiveTypeName.INT32)
                .named(LABEL)
                .optional(PrimitiveTypeName.BINARY)
                .as(string)
                .named(CLASS);
        return attributes(columns).named("image_text_pair");
    }

    private static Types.GroupBuilder<MessageType> attributes(Types.GroupBuilder<MessageType> message) {
        LogicalTypeAnnotation string = LogicalTypeAnnotation.stringType();
        Types.GroupBuilder<MessageType> columns = message;
        for (String tag : PairAttributes.TAGS) {
            columns = columns.optional(PrimitiveTypeName.BINARY).as(string).named(tag);
        }
        for (String score : PairAttributes.SCORES) {
            columns = columns.optional(PrimitiveTypeName.DOUBLE).named(score);
        }
        return columns.optionalList()
                .requiredElement(PrimitiveTypeName.FLOAT)
                .named(EMBEDDING)
                .required(PrimitiveTypeName.INT32)
                .named(SOURCE)
                .required(PrimitiveTypeName.BINARY)
                .as(string)
                .named(SOURCE_FILE)
                .required(PrimitiveTypeName.INT64)
                .named(SOURCE_ROW);
    }
}
