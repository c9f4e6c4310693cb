package org.clipspark.job.data;

import java.io.Serializable;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.prep.place.SharedPlace;

/**
 * One entry of {@code data.sources}.
 *
 * @param shards folder that {@code clip prep run} wrote; a path, or an address that Hadoop can open
 * @param weight above 0, at most 1000: how many times an epoch uses each training row, or, where rows are drawn, how often
 *     a row is drawn beside those of other sources
 * @param name by which records and messages call it; the last part of {@code shards} where it is left out
 */
public record SourceSettings(String shards, double weight, Optional<String> name) implements Serializable {
    private static final double MOST_WEIGHT = 1000;

    /** Checks the values. */
    public SourceSettings {
        if (shards.isBlank()) {
            throw new IllegalArgumentException("data.sources: shards must not be empty, got '" + shards + "'");
        }
        // Also refuses what is no number.
        if (!(weight > 0 && weight <= MOST_WEIGHT)) {
            throw new IllegalArgumentException("data.sources: weight of " + shards + " must be above 0 and at most "
                    + (int) MOST_WEIGHT + ", got " + weight + "; leave out a source that is not to be used");
        }
        if (name.filter(String::isBlank).isPresent()) {
            throw new IllegalArgumentException("data.sources: name of " + shards + " must not be empty: leave it out");
        }
    }

    /** With the folder named as executors find it too, under the label that it has. */
    SourceSettings shared(Configuration hadoop) {
        return new SourceSettings(SharedPlace.of(shards, hadoop), weight, Optional.of(label()));
    }

    /** The only source of a run, each row of it used once. */
    static SourceSettings only(String shards) {
        return new SourceSettings(shards, 1, Optional.empty());
    }

    /** The folder without slashes at its end. */
    String folder() {
        String folder = shards.strip();
        while (folder.length() > 1 && folder.endsWith("/")) {
            folder = folder.substring(0, folder.length() - 1);
        }
        return folder;
    }

    /** By which records and messages call it. */
    String label() {
        return name.orElseGet(() -> folder().substring(folder().lastIndexOf('/') + 1));
    }

    // Java cannot serialise an Optional.
    private Object writeReplace() {
        return new Serialised(shards, weight, name.orElse(""));
    }

    private record Serialised(String shards, double weight, String name) implements Serializable {
        private Object readResolve() {
            return new SourceSettings(shards, weight, Optional.of(name).filter(text -> !text.isEmpty()));
        }
    }
}
