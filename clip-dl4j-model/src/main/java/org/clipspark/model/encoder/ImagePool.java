package org.clipspark.model.encoder;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.clipspark.model.compute.TokenRange;

/** Which tokens of an image become its embedding, {@code vision_cfg.pool_type}. */
public enum ImagePool {
    /** The first: the class token, or the first query of an attentional pooler. */
    TOK,
    /** The mean of all but the first. */
    AVG;

    /**
     * The pooling of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    @JsonCreator
    public static ImagePool named(String name) {
        return switch (name) {
            case "tok" -> TOK;
            case "avg" -> AVG;
            case "none" ->
                throw new IllegalArgumentException("vision_cfg.pool_type 'none' gives a vector per token, and a"
                        + " contrastive model needs one per image (expected: tok, avg)");
            default ->
                throw new IllegalArgumentException("Unknown vision_cfg.pool_type '" + name + "' (expected: tok, avg)");
        };
    }

    /** The name in the schema. */
    @JsonValue
    public String schemaName() {
        return this == TOK ? "tok" : "avg";
    }

    /** The pooled ones of so many tokens. */
    TokenRange of(int tokens) {
        return this == TOK ? new TokenRange(tokens, 0, 1) : new TokenRange(tokens, 1, tokens);
    }
}
