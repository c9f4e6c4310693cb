package org.clipspark.job.suite.settings;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.clipspark.job.suite.cell.CellAddress;
import org.clipspark.prep.config.StrictYaml;

/**
 * A suite: every checkpoint on every data set in every language at every task. Paths are relative to the working directory
 * of the command; those of folders may be any address that Hadoop can open.
 *
 * @param output folder of the results
 * @param cache folder of the embeddings, which later evaluations read instead of computing them again
 * @param tokenizer how captions and prompts become tokens
 * @param checkpoints what is evaluated
 * @param datasets what it is evaluated on
 * @param batchSize images or texts that the encoders work on at once, at least 1
 * @param intervals how the intervals of figures are drawn
 * @param aggregates means over data sets; may be empty
 */
public record SuiteSettings(
        String output,
        String cache,
        Tokenizer tokenizer,
        List<NamedCheckpoint> checkpoints,
        List<DatasetSettings> datasets,
        int batchSize,
        IntervalSettings intervals,
        List<AggregateSettings> aggregates) {
    /**
     * Section {@code tokenizer}.
     *
     * @param vocabulary file of merges, that of the checkpoints' training
     */
    public record Tokenizer(String vocabulary) {
        /** Checks the value. */
        public Tokenizer {
            if (vocabulary.isBlank()) {
                throw new IllegalArgumentException("tokenizer.vocabulary must be the path of a vocabulary, got ''");
            }
        }
    }

    /**
     * An entry of {@code checkpoints}.
     *
     * @param name of the model or run
     * @param path folder of a checkpoint, or a folder of checkpoints, of which each is evaluated
     */
    public record NamedCheckpoint(String name, String path) {
        /** Checks the values. */
        public NamedCheckpoint {
            CellAddress.checkName("checkpoints", name);
            if (path.isBlank()) {
                throw new IllegalArgumentException("checkpoints: '" + name + "' needs a path, got ''");
            }
        }
    }

    /** Copies the lists and checks the values. */
    public SuiteSettings {
        checkpoints = List.copyOf(checkpoints);
        datasets = List.copyOf(datasets);
        aggregates = List.copyOf(aggregates);
        if (output.isBlank() || cache.isBlank()) {
            throw new IllegalArgumentException(
                    "output and cache must be folders, got '" + output + "' and '" + cache + "'");
        }
        if (checkpoints.isEmpty() || datasets.isEmpty()) {
            throw new IllegalArgumentException("A suite needs at least one of checkpoints and one of datasets, got "
                    + checkpoints.size() + " and " + datasets.size());
        }
        if (batchSize < 1) {
            throw new IllegalArgumentException("batchSize must be at least 1, got " + batchSize);
        }
        checkOnce("checkpoints", checkpoints.stream().map(NamedCheckpoint::name).toList());
        checkOnce("datasets", datasets.stream().map(DatasetSettings::name).toList());
        checkOnce("aggregates", aggregates.stream().map(AggregateSettings::name).toList());
        for (AggregateSettings aggregate : aggregates) {
            aggregate.checkKnown(datasets);
        }
    }

    /**
     * Reads a file.
     *
     * @param overrides values that replace those of the file, each {@code key.path=value}
     * @throws org.clipspark.prep.config.ConfigException if the file cannot be read, or if a key is unknown, missing or
     *     impossible; the message has the file and every such key
     */
    public static SuiteSettings load(Path file, List<String> overrides) {
        return StrictYaml.load(file, overrides, SuiteSettings.class);
    }

    /** The same with other checkpoints. */
    public SuiteSettings withCheckpoints(List<NamedCheckpoint> others) {
        return new SuiteSettings(output, cache, tokenizer, others, datasets, batchSize, intervals, aggregates);
    }

    static void checkOnce(String what, List<String> names) {
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw new IllegalArgumentException(what + " has two named '" + name + "': give each a name of its own");
            }
        }
    }
}
