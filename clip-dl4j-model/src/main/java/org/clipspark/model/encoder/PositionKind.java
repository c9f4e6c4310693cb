package org.clipspark.model.encoder;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where the positions of patches come from, {@code vision_cfg.pos_embed_type}. */
public enum PositionKind {
    /** They are learnt. */
    LEARNABLE,
    /** They are fixed sines and cosines. */
    SIN_COS_2D;

    /**
     * The kind of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    @JsonCreator
    public static PositionKind named(String name) {
        for (PositionKind kind : values()) {
            if (kind.schemaName().equals(name)) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "Unknown vision_cfg.pos_embed_type '" + name + "' (expected: learnable, sin_cos_2d)");
    }

    /** The name in the schema. */
    @JsonValue
    public String schemaName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
