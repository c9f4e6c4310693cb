package org.clipspark.job.train;

import java.io.Serializable;

/**
 * One epoch to train.
 *
 * @param epoch number, from 0
 * @param from checkpoint that the epoch starts from: its folder
 * @param to folder of the checkpoint to write
 */
record EpochTask(int epoch, String from, String to) implements Serializable {}
