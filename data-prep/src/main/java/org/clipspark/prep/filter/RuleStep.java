package org.clipspark.prep.filter;

/** A step that looks at one row at a time. */
record RuleStep(String name, Condition condition) implements Step {
    @Override
    public String status() {
        return Filters.REJECTED + name;
    }

    /** SQL that is true for a row that passes and false for others. */
    String passes() {
        return "coalesce(" + condition.sql() + ", false)";
    }

    /** SQL that is true for a row of which it is certain that it fails. */
    String fails() {
        return "coalesce(NOT " + condition.sql() + ", false)";
    }
}
