package org.clipspark.prep;

import java.io.Serializable;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.ShardSplit;

/**
 * How many rows came in and what became of them; adding is associative and {@link #empty} changes nothing.
 *
 * @param rowsIn rows that the sources delivered
 * @param accepted split to rows that passed
 * @param filtered rows of training sources that passed, whatever their split
 * @param rejected reason to rows
 * @param namesByLabel label to the class names seen with it
 * @param namesWithoutLabel class names seen without a label
 * @param found number of a source to rows that it delivered
 * @param kept number of a source to its rows that passed
 */
record Funnel(
        long rowsIn,
        NavigableMap<ShardSplit, Long> accepted,
        long filtered,
        NavigableMap<String, Long> rejected,
        NavigableMap<Integer, NavigableSet<String>> namesByLabel,
        NavigableSet<String> namesWithoutLabel,
        NavigableMap<Integer, Long> found,
        NavigableMap<Integer, Long> kept)
        implements Serializable {
    static Funnel empty() {
        return new Funnel(
                0,
                new TreeMap<>(),
                0,
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeSet<>(),
                new TreeMap<>(),
                new TreeMap<>());
    }

    Funnel plus(Funnel other) {
        NavigableMap<Integer, NavigableSet<String>> allNames = new TreeMap<>();
        namesByLabel.forEach((label, names) -> allNames.put(label, new TreeSet<>(names)));
        other.namesByLabel.forEach((label, names) ->
                allNames.computeIfAbsent(label, any -> new TreeSet<>()).addAll(names));
        NavigableSet<String> allUnnumbered = new TreeSet<>(namesWithoutLabel);
        allUnnumbered.addAll(other.namesWithoutLabel);
        return new Funnel(
                rowsIn + other.rowsIn,
                sum(accepted, other.accepted),
                filtered + other.filtered,
                sum(rejected, other.rejected),
                allNames,
                allUnnumbered,
                sum(found, other.found),
                sum(kept, other.kept));
    }

    private static <K> NavigableMap<K, Long> sum(NavigableMap<K, Long> left, NavigableMap<K, Long> right) {
        NavigableMap<K, Long> all = new TreeMap<>(left);
        right.forEach((key, rows) -> all.merge(key, rows, Long::sum));
        return all;
    }

    long accepted(ShardSplit split) {
        return accepted.getOrDefault(split, 0L);
    }

    long rejectedRows() {
        return rejected.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Counts rows one by one; a new funnel for each would be slow. */
    static final class Counter {
        private final Funnel counts = empty();
        private long rowsIn;
        private long filtered;

        void add(PreparedRow row) {
            rowsIn++;
            int source = row.row().origin().source();
            counts.found.merge(source, 1L, Long::sum);
            if (!row.isAccepted()) {
                counts.rejected.merge(row.row().status().label(), 1L, Long::sum);
                return;
            }
            counts.accepted.merge(row.split(), 1L, Long::sum);
            counts.kept.merge(source, 1L, Long::sum);
            filtered += row.row().origin().isTraining() ? 1 : 0;
            PairText text = row.row().text();
            if (text.label() != PairText.NO_LABEL && !text.className().isEmpty()) {
                counts.namesByLabel
                        .computeIfAbsent(text.label(), any -> new TreeSet<>())
                        .add(text.className());
            } else if (!text.className().isEmpty()) {
                counts.namesWithoutLabel.add(text.className());
            }
        }

        Funnel funnel() {
            return new Funnel(
                    rowsIn,
                    counts.accepted,
                    filtered,
                    counts.rejected,
                    counts.namesByLabel,
                    counts.namesWithoutLabel,
                    counts.found,
                    counts.kept);
        }
    }
}
