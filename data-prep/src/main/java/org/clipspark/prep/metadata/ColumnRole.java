package org.clipspark.prep.metadata;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.clipspark.prep.shard.PairAttributes;

/** What a column can mean. */
public enum ColumnRole {
    /** The encoded image, or in text files the path of one. */
    IMAGE(Form.BINARY),
    /** The first caption, or a list of captions. */
    CAPTION(Form.CAPTIONS, "caption text top_caption txt title"),
    /** More captions. */
    CAPTIONS(Form.CAPTIONS, "captions all_captions"),
    /** Unique name of the pair. */
    KEY(Form.NAME, "key"),
    /** Address of the image. */
    URL(Form.TEXT, "url"),
    /** Whether an earlier tool got the image. */
    STATUS(Form.TEXT, "status"),
    /** What that tool says about a failure. */
    ERROR_MESSAGE(Form.TEXT, "error_message"),
    /** Number of the class. */
    LABEL(Form.WHOLE_NUMBER, "label"),
    /** Name of the class. */
    CLASS(Form.TEXT, "class"),
    /** Identifier in the metadata. */
    UID(Form.SCALAR, "uid"),
    /** Similarity of image and text. */
    SIMILARITY(Form.NUMBER, "similarity"),
    /** Probability of unsafe content. */
    PUNSAFE(Form.NUMBER, "punsafe"),
    /** Probability of a watermark. */
    PWATERMARK(Form.NUMBER, "pwatermark"),
    /** Aesthetic score. */
    AESTHETIC(Form.NUMBER, "aesthetic aesthetic_score"),
    /** Safety tag. */
    NSFW(Form.SCALAR, "nsfw"),
    /** Licence. */
    LICENSE(Form.SCALAR, "license licence"),
    /** Language. */
    LANGUAGE(Form.SCALAR, "language lang"),
    /** Boxes to blur. */
    BOXES(Form.BOXES, "face_bboxes"),
    /** Embedding of the image. */
    EMBEDDING(Form.NUMBERS, "embedding image_embedding"),
    /** Digest of the image as found: hexadecimal MD5, SHA-256 or SHA-512. */
    HASH(Form.TEXT, "sha256 sha256hash sha512 md5 hash");

    private final Form form;
    private final String usual;

    ColumnRole(Form form) {
        this(form, "");
    }

    ColumnRole(Form form, String usual) {
        this.form = form;
        this.usual = usual;
    }

    /** What a column must hold to be of use in a role. */
    public enum Form {
        /** Bytes. */
        BINARY("binary"),
        /** Text. */
        TEXT("text"),
        /** Text or a list of text. */
        CAPTIONS("text or a list of text"),
        /** Text or a whole number. */
        NAME("text or a whole number"),
        /** Text, a number or a truth value. */
        SCALAR("text or a number"),
        /** A whole number. */
        WHOLE_NUMBER("a whole number"),
        /** A number, or text that spells one. */
        NUMBER("a number"),
        /** A list of numbers. */
        NUMBERS("a list of numbers"),
        /** A list of boxes, or its JSON. */
        BOXES("a list of lists of numbers, or its JSON");

        private final String words;

        Form(String words) {
            this.words = words;
        }

        /** For messages: {@code a list of numbers}. */
        public String words() {
            return words;
        }
    }

    /** What its columns must hold. */
    public Form form() {
        return form;
    }

    /** Names by which its columns are recognised. */
    List<String> usual() {
        return usual.isEmpty() ? List.of() : List.of(usual.split(" ", -1));
    }

    /** Its name in configs. */
    public String spelled() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is one of {@link PairAttributes#SCORES}. */
    boolean isScore() {
        return PairAttributes.SCORES.contains(spelled());
    }

    /** Whether it is one of {@link PairAttributes#TAGS}. */
    boolean isTag() {
        return PairAttributes.TAGS.contains(spelled());
    }

    /**
     * The role of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists all names
     */
    public static ColumnRole named(String name) {
        for (ColumnRole role : values()) {
            if (role.spelled().equals(name)) {
                return role;
            }
        }
        throw new IllegalArgumentException("columns." + name + ": unknown, expected one of: "
                + Arrays.stream(values()).map(ColumnRole::spelled).collect(Collectors.joining(", ")));
    }
}
