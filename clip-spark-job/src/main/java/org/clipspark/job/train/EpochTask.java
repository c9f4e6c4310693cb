package org.clipspark.job.train;

import java.io.Serializable;
import org.apache.spark.util.LongAccumulator;

/**
 * One epoch to train.
 *
 * @param epoch number, from 0
 * @param from checkpoint that the epoch starts from: its folder
 * @param to folder of the checkpoint to write
 * @param progress what tasks add the samples of each step to
 */
record EpochTask(int epoch, String from, String to, LongAccumulator progress) implements Serializable {}
