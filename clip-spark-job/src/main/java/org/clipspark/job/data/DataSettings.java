package org.clipspark.job.data;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.model.input.Augmentation;
import org.clipspark.prep.place.SharedPlace;

/**
 * Section {@code data}.
 *
 * @param shards folder that {@code clip prep run} wrote; a path, or an address that Hadoop can open. Empty where there are
 *     {@code sources}
 * @param sources several such folders with weights; empty where there are {@code shards}
 * @param resampled whether an epoch draws row groups with replacement; otherwise it uses every row as often as its source's
 *     weight says
 * @param samplesPerEpoch samples that are drawn for an epoch, at least 2; 0 where they are not drawn
 * @param tombstones file of keys whose rows must reach no batch; a path, or an address that Hadoop can open; empty for
 *     none
 * @param decodeThreads threads that decode ahead for each replica, at least 1
 * @param prefetchBatches batches that are kept ready for each replica, at least 1
 * @param augmentation random changes of training images
 */
public record DataSettings(
        String shards,
        List<SourceSettings> sources,
        boolean resampled,
        long samplesPerEpoch,
        String tombstones,
        int decodeThreads,
        int prefetchBatches,
        Augmentation augmentation)
        implements Serializable {
    /** Copies the list and checks the values. */
    public DataSettings {
        sources = List.copyOf(sources);
        checkSources(shards, sources);
        if (resampled && samplesPerEpoch < 2) {
            throw new IllegalArgumentException(
                    "data.samplesPerEpoch must be at least 2 with data.resampled, got " + samplesPerEpoch);
        }
        if (!resampled && samplesPerEpoch != 0) {
            throw new IllegalArgumentException(
                    "data.samplesPerEpoch is of an epoch that is drawn: set data.resampled to"
                            + " true, or samplesPerEpoch to 0, got " + samplesPerEpoch);
        }
        if (tombstones.isBlank() && !tombstones.isEmpty()) {
            throw new IllegalArgumentException(
                    "data.tombstones must be the path of a file, or \"\" for none, got '" + tombstones + "'");
        }
        if (decodeThreads < 1) {
            throw new IllegalArgumentException("data.decodeThreads must be at least 1, got " + decodeThreads);
        }
        if (prefetchBatches < 1) {
            throw new IllegalArgumentException("data.prefetchBatches must be at least 1, got " + prefetchBatches);
        }
    }

    private static void checkSources(String shards, List<SourceSettings> sources) {
        if (sources.isEmpty() && shards.isBlank()) {
            throw new IllegalArgumentException("data.shards must not be empty where data.sources is, got '" + shards
                    + "' and []: name one folder of shards, or several sources");
        }
        if (!sources.isEmpty() && !shards.isEmpty()) {
            throw new IllegalArgumentException("data.shards and data.sources exclude each other, got '" + shards
                    + "' and " + sources.size() + " sources: set data.shards to \"\" or data.sources to []");
        }
        Set<String> folders = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (SourceSettings source : sources) {
            if (!folders.add(source.folder())) {
                throw new IllegalArgumentException("data.sources has the folder " + source.folder()
                        + " twice: give it once, with the sum of the weights");
            }
            if (!names.add(source.label())) {
                throw new IllegalArgumentException(
                        "data.sources has two named '" + source.label() + "': give each a name of its own");
            }
        }
    }

    /** With the folders of shards named as executors find them too. */
    public DataSettings shared(Configuration hadoop) {
        return new DataSettings(
                shards.isEmpty() ? shards : SharedPlace.of(shards, hadoop),
                sources.stream().map(source -> source.shared(hadoop)).toList(),
                resampled,
                samplesPerEpoch,
                tombstones,
                decodeThreads,
                prefetchBatches,
                augmentation);
    }

    /** The sources, also where there is only one. */
    List<SourceSettings> all() {
        return sources.isEmpty() ? List.of(SourceSettings.only(shards)) : sources;
    }
}
