package org.clipspark.job.doctor;

import java.util.List;

/** Whether native threads fit the cores. */
final class ThreadCheck implements Check {
    private static final String VARIABLE = "OMP_NUM_THREADS";

    @Override
    public List<Finding> run(Environment environment) {
        int cores = environment.processors();
        String threads = environment.variable(VARIABLE);
        if (threads.isEmpty()) {
            return List.of(Finding.ok("threads", cores + " cores, train.threadsPerReplica of them for each replica"));
        }
        if (!threads.matches("[1-9]\\d{0,4}(,\\d+)*")) {
            return List.of(Finding.failure(
                    "threads",
                    VARIABLE + " is '" + threads + "', no number of threads",
                    "unset it or set " + VARIABLE + "=" + cores));
        }
        int asked = Integer.parseInt(threads.split(",", -1)[0]);
        if (asked > cores) {
            return List.of(Finding.warning(
                    "threads",
                    VARIABLE + " is " + asked + ", but this process has " + cores
                            + " cores, so threads wait for each other",
                    "set " + VARIABLE + "=" + cores));
        }
        return List.of(Finding.ok("threads", asked + " of " + cores + " cores by " + VARIABLE));
    }
}
