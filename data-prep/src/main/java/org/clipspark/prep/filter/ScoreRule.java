package org.clipspark.prep.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A number in a column; both bounds are inclusive and at least one is given.
 *
 * @param column such as {@code similarity}, {@code punsafe}, {@code pwatermark} or {@code aesthetic}
 * @param min least value
 * @param max greatest value
 * @param missing what becomes of a row without the number, or with one that is not a number
 */
public record ScoreRule(String column, Optional<Double> min, Optional<Double> max, Missing missing) implements RowRule {
    /** Checks the bounds. */
    public ScoreRule {
        if (min.isEmpty() && max.isEmpty()) {
            throw new IllegalArgumentException("expected min or max");
        }
        for (double bound : List.of(min.orElse(0.0), max.orElse(0.0))) {
            if (!Double.isFinite(bound)) {
                throw new IllegalArgumentException("min and max must be finite, got " + bound);
            }
        }
    }

    static ScoreRule atLeast(String column, double min) {
        return new ScoreRule(column, Optional.of(min), Optional.empty(), Missing.REJECT);
    }

    @Override
    public Condition condition(RuleFunctions functions) {
        String value = Sql.finite(column);
        List<String> parts = new ArrayList<>();
        min.ifPresent(bound -> parts.add(value + " >= " + Sql.number(bound)));
        max.ifPresent(bound -> parts.add(value + " <= " + Sql.number(bound)));
        String detail = Sql.found(column, "concat(" + Sql.text(column + " ") + ", " + value + ")");
        return new Condition(missing.applied(Sql.and(parts)), detail, Set.of(column), Set.of(column));
    }
}
