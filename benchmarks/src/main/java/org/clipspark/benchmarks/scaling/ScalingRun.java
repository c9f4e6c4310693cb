package org.clipspark.benchmarks.scaling;

import java.io.Serializable;

/**
 * What each replica does in one turn.
 *
 * @param name of the turn: replicas of another are strangers
 * @param batch pairs of a step, at least 2
 * @param steps between two averages, at least 1
 * @param rounds of such steps and their average, at least 1
 */
record ScalingRun(String name, int batch, int steps, int rounds) implements Serializable {
    ScalingRun {
        check(batch >= 2, "--batch must be at least 2, got " + batch);
        check(steps >= 1, "--averaging-frequency must be at least 1, got " + steps);
        check(rounds >= 1, "--rounds must be at least 1, got " + rounds);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    ScalingRun named(String other) {
        return new ScalingRun(other, batch, steps, rounds);
    }

    /** Pairs that one replica learns from. */
    long pairs() {
        return (long) batch * steps * rounds;
    }
}
