package org.clipspark.job.embed;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.clipspark.job.data.ShardReader;
import org.clipspark.job.embed.part.PartRange;
import org.clipspark.prep.shard.ShardSplit;

/** What one task embeds and writes as one part. Units depend on the data alone, never on tasks or executors. */
sealed interface Unit extends Serializable permits Unit.Rows, Unit.Texts {
    /** Rows or texts of a unit: batches begin anew with it, so it holds many of them, and a lost one costs little. */
    int SIZE = 1024;

    /** Number of the part, from 0. */
    int number();

    /** What it is about. */
    PartRange range();

    /** Rows of a split from {@code from} to before {@code to}. */
    record Rows(int number, ShardSplit split, long from, long to) implements Unit {
        @Override
        public PartRange range() {
            return new PartRange(split.folder(), from, to);
        }
    }

    /** Texts, the first of which is number {@code first}. */
    record Texts(int number, long first, List<String> texts) implements Unit {
        @Override
        public PartRange range() {
            return new PartRange(PartRange.TEXTS, first, first + texts.size());
        }
    }

    /** All rows of the splits. */
    static List<Unit> of(ShardReader shards, SplitChoice choice) {
        List<Unit> units = new ArrayList<>();
        for (ShardSplit split : choice.splits()) {
            long rows = shards.rows(split);
            for (long from = 0; from < rows; from += SIZE) {
                units.add(new Rows(units.size(), split, from, Math.min(rows, from + SIZE)));
            }
        }
        return units;
    }

    /** All texts. */
    static List<Unit> of(List<String> texts) {
        List<Unit> units = new ArrayList<>();
        for (int from = 0; from < texts.size(); from += SIZE) {
            List<String> some = texts.subList(from, Math.min(texts.size(), from + SIZE));
            units.add(new Texts(units.size(), from, new ArrayList<>(some)));
        }
        return units;
    }
}
