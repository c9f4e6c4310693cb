package org.clipspark.model.encoder;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which token of a text becomes its embedding, {@code text_cfg.pool_type}. */
public enum TextPool {
    /** The first of those with the largest id: CLIP's end token. */
    ARGMAX,
    /** The first of those with {@code eos_id}, or the first of all where there is none. */
    EOS,
    /** The first. */
    FIRST,
    /** The last of the context, padding or not. */
    LAST;

    /**
     * The pooling of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    @JsonCreator
    public static TextPool named(String name) {
        for (TextPool pool : values()) {
            if (pool.schemaName().equals(name)) {
                return pool;
            }
        }
        if (name.equals("none")) {
            throw new IllegalArgumentException("text_cfg.pool_type 'none' gives a vector per token, and a contrastive"
                    + " model needs one per text (expected: argmax, eos, first, last)");
        }
        throw new IllegalArgumentException(
                "Unknown text_cfg.pool_type '" + name + "' (expected: argmax, eos, first, last)");
    }

    /** The name in the schema. */
    @JsonValue
    public String schemaName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Place of the pooled token.
     *
     * @param ids token ids of all texts
     * @param from where the text begins
     * @param context its length
     * @param endId {@code eos_id}
     * @return from 0
     */
    int place(int[] ids, int from, int context, int endId) {
        return switch (this) {
            case ARGMAX -> largest(ids, from, context);
            case EOS -> firstOf(ids, from, context, endId);
            case FIRST -> 0;
            case LAST -> context - 1;
        };
    }

    private static int largest(int[] ids, int from, int context) {
        int place = 0;
        for (int t = 1; t < context; t++) {
            if (ids[from + t] > ids[from + place]) {
                place = t;
            }
        }
        return place;
    }

    private static int firstOf(int[] ids, int from, int context, int id) {
        for (int t = 0; t < context; t++) {
            if (ids[from + t] == id) {
                return t;
            }
        }
        return 0;
    }
}
