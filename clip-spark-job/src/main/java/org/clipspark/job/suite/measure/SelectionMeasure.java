package org.clipspark.job.suite.measure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipspark.job.embed.EmbeddedSet;
import org.clipspark.job.eval.CaptionSelection;
import org.clipspark.job.eval.CaptionSelection.PairOutcomes;
import org.clipspark.job.eval.Embeddings;
import org.clipspark.job.suite.cell.Findings;
import org.clipspark.job.suite.cell.Interval;
import org.clipspark.job.suite.cell.Measured;
import org.clipspark.job.suite.cell.Outcome;
import org.clipspark.job.suite.settings.SelectionSettings;

/** Image-caption selection in the forms of SugarCrepe and Winoground. */
public final class SelectionMeasure implements TaskMeasure {
    private final SelectionSettings settings;
    private final Intervals intervals;

    /** Prepares the measure. */
    public SelectionMeasure(SelectionSettings settings, Intervals intervals) {
        this.settings = settings;
        this.intervals = intervals;
    }

    @Override
    public Measured of(EmbeddedSet set) {
        return settings.groupColumn()
                .map(column -> winoground(set, set.column(column)))
                .orElseGet(() -> sugarcrepe(set));
    }

    /** An image is right if its first caption scores higher than each of its others. */
    private Measured sugarcrepe(EmbeddedSet set) {
        boolean[] right = new boolean[set.keys().size()];
        double chance = 0;
        int first = 0;
        for (int i = 0; i < right.length; i++) {
            int count = set.captions().get(i).size();
            if (count < 2) {
                throw new IllegalArgumentException("Row " + set.keys().get(i)
                        + " has one caption, selection needs a right one and at least one wrong one");
            }
            right[i] = true;
            for (int wrong = first + 1; wrong < first + count; wrong++) {
                right[i] &= CaptionSelection.choices(
                        row(set.images(), i), row(set.texts(), first), row(set.texts(), wrong))[0];
            }
            chance += 1.0 / count;
            first += count;
        }
        return measured(set.keys(), Map.of("acc", right), Map.of("acc", chance / right.length), right);
    }

    private Measured winoground(EmbeddedSet set, List<String> groups) {
        Map<String, List<Integer>> members = pairs(groups);
        int[] texts = firstTexts(set);
        int[] a = members.values().stream().mapToInt(rows -> rows.get(0)).toArray();
        int[] b = members.values().stream().mapToInt(rows -> rows.get(1)).toArray();
        PairOutcomes outcomes = CaptionSelection.pairs(
                set.images().select(a),
                set.texts().select(at(texts, a)),
                set.images().select(b),
                set.texts().select(at(texts, b)));
        Map<String, boolean[]> scores = new LinkedHashMap<>();
        scores.put("text", outcomes.text());
        scores.put("image", outcomes.image());
        scores.put("acc", outcomes.group());
        // Four comparisons of independent scores: 1/4 for two of them, and 1/6 for the group.
        return measured(
                List.copyOf(members.keySet()),
                scores,
                Map.of("text", 1.0 / 4, "image", 1.0 / 4, "acc", 1.0 / 6),
                outcomes.group());
    }

    /** The two rows of each group. */
    private static Map<String, List<Integer>> pairs(List<String> groups) {
        Map<String, List<Integer>> members = new LinkedHashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            members.computeIfAbsent(groups.get(i), name -> new ArrayList<>()).add(i);
        }
        members.forEach((name, rows) -> {
            if (rows.size() != 2) {
                throw new IllegalArgumentException(
                        "Group '" + name + "' of selection.groupColumn has " + rows.size() + " rows, expected 2");
            }
        });
        return members;
    }

    private Measured measured(
            List<String> names, Map<String, boolean[]> scores, Map<String, Double> chance, boolean[] right) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("No row to measure on; look at split of the data set");
        }
        Map<String, Double> metrics = new LinkedHashMap<>();
        Map<String, Interval> found = new LinkedHashMap<>();
        scores.forEach((name, score) -> {
            metrics.put(name, CaptionSelection.fraction(score));
            found.put(name, intervals.mean(hits(score)));
        });
        List<Outcome> kept = new ArrayList<>();
        for (int i = 0; i < right.length; i++) {
            kept.add(
                    new Outcome(Outcome.Query.IMAGE, names.get(i), 0, right[i] ? 0 : 1, Outcome.NONE, Outcome.NONE, 0));
        }
        return new Measured(metrics, found, chance, right.length, Findings.NONE, kept);
    }

    private static double[] hits(boolean[] score) {
        double[] hits = new double[score.length];
        for (int i = 0; i < hits.length; i++) {
            hits[i] = score[i] ? 1 : 0;
        }
        return hits;
    }

    private static Embeddings row(Embeddings embeddings, int row) {
        return embeddings.select(new int[] {row});
    }

    /** The number of each image's first caption among all. */
    private static int[] firstTexts(EmbeddedSet set) {
        int[] first = new int[set.keys().size()];
        int text = 0;
        for (int i = 0; i < first.length; i++) {
            first[i] = text;
            text += set.captions().get(i).size();
        }
        return first;
    }

    private static int[] at(int[] values, int[] places) {
        int[] picked = new int[places.length];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = values[places[i]];
        }
        return picked;
    }
}
