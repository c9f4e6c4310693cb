package org.clipspark.prep.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How many rows came to each step and how many passed. Rows that failed for another reason than a filter, such as a
 * broken image, are in no number of it.
 *
 * @param stages in the order of the steps; what comes out of one goes into the next
 */
public record FilterFunnel(List<Stage> stages) {
    /** Checks that the stages fit. */
    public FilterFunnel {
        stages = List.copyOf(stages);
        for (int i = 1; i < stages.size(); i++) {
            if (stages.get(i).in() != stages.get(i - 1).out()) {
                throw new IllegalArgumentException("Step '" + stages.get(i).step() + "' gets "
                        + stages.get(i).in() + " rows, expected the "
                        + stages.get(i - 1).out() + " of the one before it");
            }
        }
    }

    /**
     * One step.
     *
     * @param step its name
     * @param in rows that came to it
     * @param out rows that passed, at most {@code in}
     */
    public record Stage(String step, long in, long out) {
        /** Checks the range. */
        public Stage {
            if (out < 0 || out > in) {
                throw new IllegalArgumentException(
                        "Step '" + step + "' passed " + out + " rows of " + in + ", expected 0 to as many as came");
            }
        }

        /** Share of rows that passed, 0 to 100; 100 where none came. */
        public double percent() {
            return in == 0 ? 100 : 100.0 * out / in;
        }
    }

    /**
     * The funnel of counted rows.
     *
     * @param statuses name of each step in order, with the status of rows that fail it: {@link Filters#statuses}
     * @param rows status to number of rows; those of other statuses than {@code success} and the steps' are left out
     */
    public static FilterFunnel of(Map<String, String> statuses, Map<String, Long> rows) {
        long in = rows.getOrDefault("success", 0L);
        for (String status : statuses.values()) {
            in += rows.getOrDefault(status, 0L);
        }
        List<Stage> stages = new ArrayList<>();
        for (Map.Entry<String, String> step : statuses.entrySet()) {
            long out = in - rows.getOrDefault(step.getValue(), 0L);
            stages.add(new Stage(step.getKey(), in, out));
            in = out;
        }
        return new FilterFunnel(stages);
    }

    /**
     * The funnel of this one's rows and the other's together.
     *
     * @throws IllegalArgumentException if the other has other steps
     */
    public FilterFunnel plus(FilterFunnel other) {
        if (!steps().equals(other.steps())) {
            throw new IllegalArgumentException("Cannot add the steps " + other.steps() + " to " + steps());
        }
        List<Stage> sums = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            Stage one = stages.get(i);
            Stage two = other.stages.get(i);
            sums.add(new Stage(one.step(), one.in() + two.in(), one.out() + two.out()));
        }
        return new FilterFunnel(sums);
    }

    private List<String> steps() {
        return stages.stream().map(Stage::step).toList();
    }
}
