package org.clipspark.prep.filter;

/** What a rule says of a row without the value that it asks for. */
public enum Missing {
    /** The row fails. */
    REJECT,
    /** The row passes. */
    KEEP;

    /** A condition that is null where the value is missing, as this says. */
    String applied(String condition) {
        return this == KEEP ? "coalesce(" + condition + ", true)" : condition;
    }
}
