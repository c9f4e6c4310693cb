package org.clipspark.prep.filter;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Steps that a row passes one after the other; its fate is the first one that it fails.
 *
 * @param steps with different names; none is allowed
 */
public record FilterConfig(List<FilterStep> steps) {
    /** Checks that names differ. */
    public FilterConfig {
        steps = List.copyOf(steps);
        Set<String> names = new HashSet<>();
        for (FilterStep step : steps) {
            if (!names.add(step.name())) {
                throw new IllegalArgumentException("steps: two steps are called '" + step.name() + "'");
            }
        }
    }
}
