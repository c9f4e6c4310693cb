package org.clipspark.prep.filter;

import java.util.Set;

/**
 * Rows that a list does not name, such as the hashes and addresses that Re-LAION-5B left out.
 *
 * @param file text on any file system that Hadoop knows: {@code # version: NAME} first, then an entry on each line; empty
 *     lines and further lines with {@code #} are comments; at most 10 million entries
 * @param by how an entry is compared
 * @param column of text that is compared
 * @param missing what becomes of a row without that text
 */
public record Blocklist(String file, Match by, String column, Missing missing) implements RowRule {
    /** How an entry is compared. */
    public enum Match {
        /** The text is the entry, in upper or lower case: hashes. */
        HASH,
        /** The text is the entry: addresses. */
        URL,
        /** The address is on that host or one below it. */
        DOMAIN
    }

    @Override
    public Condition condition(RuleFunctions functions) {
        ListFile list = ListFile.versioned(file, functions.hadoop());
        String value = Sql.column(column);
        String listed = functions.listed(list, by) + "(" + value + ")";
        String detail = Sql.found(
                column,
                "concat(" + Sql.text(column + " ") + ", " + value + ", " + Sql.text(" is in " + list.title()) + ")");
        return new Condition(
                missing.applied("(NOT CASE WHEN " + value + " IS NOT NULL THEN " + listed + " END)"),
                detail,
                Set.of(column));
    }
}
