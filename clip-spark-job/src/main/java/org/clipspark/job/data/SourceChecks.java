package org.clipspark.job.data;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipspark.prep.shard.ShardSplit;

/** What must fit together of several sources; each message says which do not. */
final class SourceChecks {
    private SourceChecks() {}

    /**
     * Checks sources that were opened.
     *
     * @throws IllegalArgumentException if two are the same data, or if their validation rows are of different classes
     */
    static void check(List<Source> sources) {
        Map<String, String> byContent = new HashMap<>();
        for (Source source : sources) {
            String other = source.manifest().shards().isEmpty()
                    ? source.name()
                    : byContent.getOrDefault(source.manifest().contentHash(), source.name());
            if (!other.equals(source.name())) {
                throw new IllegalArgumentException("data.sources " + other + " and " + source.name()
                        + " are the same data set: give it once, with the sum of the weights");
            }
            byContent.put(source.manifest().contentHash(), source.name());
        }
        validated(sources).ifPresent(first -> sources.forEach(source -> checkClasses(first, source)));
    }

    /**
     * Checks that each source with training rows gives some of them to an epoch.
     *
     * @throws IllegalArgumentException if one does not
     */
    static void checkWeights(List<Source> sources) {
        for (Source source : sources) {
            long rows = source.rows(ShardSplit.TRAIN);
            if (rows > 0 && Math.round(source.weight() * rows) == 0) {
                throw new IllegalArgumentException("data.sources " + source.name() + " has " + rows
                        + " training rows, of which weight " + source.weight() + " leaves none: raise it");
            }
        }
    }

    private static Optional<Source> validated(List<Source> sources) {
        return sources.stream()
                .filter(source -> source.rows(ShardSplit.VALIDATION) > 0)
                .findFirst();
    }

    /** Names by label of all sources with validation rows; of the first source where none has any. */
    static List<String> classNames(List<Source> sources) {
        return validated(sources).orElse(sources.get(0)).manifest().classNames();
    }

    private static void checkClasses(Source first, Source other) {
        List<String> expected = first.manifest().classNames();
        List<String> found = other.manifest().classNames();
        if (other.rows(ShardSplit.VALIDATION) == 0 || found.equals(expected)) {
            return;
        }
        int label = 0;
        while (label < Math.min(expected.size(), found.size())
                && expected.get(label).equals(found.get(label))) {
            label++;
        }
        throw new IllegalArgumentException("data.sources " + first.name() + " and " + other.name()
                + " have validation rows of different classes: class " + label + " is " + nameOf(expected, label)
                + " in one and " + nameOf(found, label)
                + " in the other; prepare only one of them with validation rows");
    }

    private static String nameOf(List<String> names, int label) {
        return label < names.size() ? "'" + names.get(label) + "'" : "not there";
    }
}
