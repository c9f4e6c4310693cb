package org.clipspark.job.suite.gate;

/**
 * A figure that does not pass.
 *
 * @param checkpoint {@code model/pretrained}, or what was looked for
 * @param figure {@code dataset/task/metric}
 * @param value what was measured; not a number where it was not
 * @param threshold what was asked for
 * @param message all of it in one line
 */
public record Breach(String checkpoint, String figure, double value, double threshold, String message) {}
