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
 * @param filtered rows of the training source that passed, whatever their split
 * @param rejected reason to rows
 * @param namesByLabel label to the class names seen with it
 * @param namesWithoutLabel class names seen without a label
 */
record Funnel(
        long rowsIn,
        NavigableMap<ShardSplit, Long> accepted,
        long filtered,
        NavigableMap<String, Long> rejected,
        NavigableMap<Integer, NavigableSet<String>> namesByLabel,
        NavigableSet<String> namesWithoutLabel)
        implements Serializable {
    static Funnel empty() {
        return new Funnel(0, new TreeMap<>(), 0, new TreeMap<>(), new TreeMap<>(), new TreeSet<>());
    }

    Funnel plus(Funnel other) {
        NavigableMap<ShardSplit, Long> allAccepted = new TreeMap<>(accepted);
        other.accepted.forEach((split, rows) -> allAccepted.merge(split, rows, Long::sum));
        NavigableMap<String, Long> allRejected = new TreeMap<>(rejected);
        other.rejected.forEach((reason, rows) -> allRejected.merge(reason, rows, Long::sum));
        NavigableMap<Integer, NavigableSet<String>> allNames = new TreeMap<>();
        namesByLabel.forEach((label, names) -> allNames.put(label, new TreeSet<>(names)));
        other.namesByLabel.forEach((label, names) ->
                allNames.computeIfAbsent(label, any -> new TreeSet<>()).addAll(names));
        NavigableSet<String> allUnnumbered = new TreeSet<>(namesWithoutLabel);
        allUnnumbered.addAll(other.namesWithoutLabel);
        return new Funnel(
                rowsIn + other.rowsIn, allAccepted, filtered + other.filtered, allRejected, allNames, allUnnumbered);
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
            if (!row.isAccepted()) {
                counts.rejected.merge(row.row().status().label(), 1L, Long::sum);
                return;
            }
            counts.accepted.merge(row.split(), 1L, Long::sum);
            filtered += row.row().origin().source() == 0 ? 1 : 0;
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
                    rowsIn, counts.accepted, filtered, counts.rejected, counts.namesByLabel, counts.namesWithoutLabel);
        }
    }
}
