package org.clipspark.job.config;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.job.data.DataSettings;
import org.clipspark.prep.config.StrictYaml;

/**
 * Everything that a training run learns from, and how: the content of one file of {@code conf/train}. Every key must be
 * given, so the file shows the whole run. Paths are relative to the working directory of the command.
 *
 * @param run where results go, and the seed
 * @param model which model
 * @param tokenizer how captions become tokens
 * @param data where samples come from, and how they are changed on the way
 * @param train how the steps are spread
 * @param sync how replicas talk
 * @param optimizer how a gradient changes the parameters
 * @param loss what is minimised
 * @param evaluation what is measured on the validation split
 * @param checkpoint what is kept, and how often
 * @param faults what a run survives
 */
public record JobConfig(
        RunSettings run,
        ModelSettings model,
        TokenizerSettings tokenizer,
        DataSettings data,
        TrainSettings train,
        SyncSettings sync,
        OptimizerSettings optimizer,
        LossSettings loss,
        EvaluationSettings evaluation,
        CheckpointSettings checkpoint,
        FaultSettings faults)
        implements Serializable {
    /**
     * Reads a file.
     *
     * @param overrides values that replace those of the file, each {@code key.path=value}
     * @throws org.clipspark.prep.config.ConfigException if the file cannot be read, or if a key is unknown, missing or
     *     impossible; the message has the file and every such key
     */
    public static JobConfig load(Path file, List<String> overrides) {
        return StrictYaml.load(file, overrides, JobConfig.class);
    }

    /**
     * The same run with shards and checkpoints named as executors find them too; all other files are read and written by
     * the driver alone.
     *
     * @throws java.io.UncheckedIOException if Hadoop knows no such file system
     */
    public JobConfig shared(Configuration hadoop) {
        return new JobConfig(
                run,
                model,
                tokenizer,
                data.shared(hadoop),
                train,
                sync,
                optimizer,
                loss,
                evaluation,
                checkpoint.shared(run, hadoop),
                faults);
    }

    /** YAML text from which {@link #load} makes an equal configuration. */
    public String format() {
        return StrictYaml.format(this);
    }
}
