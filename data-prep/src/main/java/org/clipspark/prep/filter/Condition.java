package org.clipspark.prep.filter;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A rule as Spark SQL.
 *
 * @param sql true, false or null for a row
 * @param detail text that says what was found, for a row for which {@code sql} is not true
 * @param columns that {@code sql} and {@code detail} name, as far as they are known without parsing
 * @param numbers those of the columns that must be numbers
 */
record Condition(String sql, String detail, Set<String> columns, Set<String> numbers) {
    Condition {
        columns = Set.copyOf(columns);
        numbers = Set.copyOf(numbers);
    }

    Condition(String sql, String detail, Set<String> columns) {
        this(sql, detail, columns, Set.of());
    }

    /** An expression of the user; what it found is that it did not hold. */
    static Condition sql(String expression) {
        return new Condition("(" + expression + ")", Sql.text("not: " + expression), Set.of());
    }

    static Condition all(List<Condition> parts) {
        String sql = parts.stream().map(Condition::sql).collect(Collectors.joining(" AND ", "(", ")"));
        String firstFailed = parts.stream()
                .map(part -> "WHEN NOT coalesce(" + part.sql + ", false) THEN " + part.detail)
                .collect(Collectors.joining(" ", "CASE ", " END"));
        return new Condition(sql, firstFailed, union(parts, Columns.ALL), union(parts, Columns.NUMBERS));
    }

    static Condition any(List<Condition> parts) {
        String sql = parts.stream().map(Condition::sql).collect(Collectors.joining(" OR ", "(", ")"));
        String each = parts.stream().map(Condition::detail).collect(Collectors.joining(", ", "concat_ws('; ', ", ")"));
        return new Condition(sql, each, union(parts, Columns.ALL), union(parts, Columns.NUMBERS));
    }

    static Condition not(Condition part) {
        String detail = "concat('unwanted: ', coalesce(" + part.detail + ", ''))";
        return new Condition("(NOT " + part.sql + ")", detail, part.columns, part.numbers);
    }

    private enum Columns {
        ALL,
        NUMBERS
    }

    private static Set<String> union(List<Condition> parts, Columns which) {
        return parts.stream()
                .map(part -> which == Columns.ALL ? part.columns : part.numbers)
                .flatMap(Collection::stream)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
