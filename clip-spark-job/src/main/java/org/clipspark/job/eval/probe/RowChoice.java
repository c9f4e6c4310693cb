package org.clipspark.job.eval.probe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.clipspark.job.data.Seeds;

/**
 * Rows of a training set that a probe learns from and is judged by, drawn class by class: what is drawn of one class does not
 * depend on the rows of the others.
 *
 * @param training rows to learn from while the weight decay is searched, rising
 * @param validation rows to judge by, rising; empty if no class has rows to spare
 */
record RowChoice(List<Integer> training, List<Integer> validation) {
    RowChoice {
        training = List.copyOf(training);
        validation = List.copyOf(validation);
    }

    static RowChoice of(int[] labels, ProbePlan plan) {
        TreeMap<Integer, List<Integer>> byClass = new TreeMap<>();
        for (int row = 0; row < labels.length; row++) {
            byClass.computeIfAbsent(labels[row], label -> new ArrayList<>()).add(row);
        }
        List<Integer> training = new ArrayList<>();
        List<Integer> validation = new ArrayList<>();
        byClass.forEach((label, rows) -> {
            Collections.shuffle(rows, new Random(Seeds.mix(plan.seed(), label)));
            int taken = plan.shots() == ProbePlan.ALL_ROWS ? rows.size() : Math.min(plan.shots(), rows.size());
            int held = held(taken, plan.validationShare());
            validation.addAll(rows.subList(0, held));
            training.addAll(rows.subList(held, taken));
        });
        Collections.sort(training);
        Collections.sort(validation);
        return new RowChoice(training, validation);
    }

    /** At least one where a share is asked for and one can be spared. */
    private static int held(int taken, double share) {
        return share == 0 || taken < 2 ? 0 : Math.min(taken - 1, Math.max(1, (int) Math.round(share * taken)));
    }

    int[] trainingRows() {
        return toArray(training);
    }

    int[] validationRows() {
        return toArray(validation);
    }

    /** Both, rising. */
    int[] rows() {
        return IntStream.concat(IntStream.of(trainingRows()), IntStream.of(validationRows()))
                .sorted()
                .toArray();
    }

    private static int[] toArray(List<Integer> rows) {
        return rows.stream().mapToInt(Integer::intValue).toArray();
    }
}
