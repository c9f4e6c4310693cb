package org.clipspark.prep.shard;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Which part of a data set a shard belongs to. */
public enum ShardSplit {
    /** Learnt from. */
    TRAIN,
    /** Measured on. */
    VALIDATION;

    /** Name of the folder and in the manifest. */
    @JsonValue
    public String folder() {
        return name().toLowerCase(Locale.ROOT);
    }
}
