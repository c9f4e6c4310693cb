package org.clipspark.prep.filter;

import java.util.List;
import java.util.stream.Collectors;

/** Pieces of Spark SQL. */
final class Sql {
    private Sql() {}

    /** A text literal. */
    static String text(String value) {
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** A double literal. */
    static String number(double value) {
        return value + "D";
    }

    /** A column by its exact name. */
    static String column(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** A column as a double; null where it is not a number. */
    static String finite(String name) {
        String value = "CAST(" + column(name) + " AS DOUBLE)";
        return "CASE WHEN NOT isnan(" + value + ") THEN " + value + " END";
    }

    /** Text that is {@code "no NAME"} where an expression is null. */
    static String found(String name, String expression) {
        return "coalesce(" + expression + ", " + text("no " + name) + ")";
    }

    /** {@code a AND b AND c}, in brackets. */
    static String and(List<String> parts) {
        return parts.stream().collect(Collectors.joining(" AND ", "(", ")"));
    }
}
