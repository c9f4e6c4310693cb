package org.clipspark.job.robust.card;

/**
 * Accuracy on clean images by changed prompts.
 *
 * @param kind of the change
 * @param strength of it, above 0 up to 1
 * @param changed fraction of the prompts that are other ones
 * @param accuracy by them
 * @param drop how much less that is than by the prompts as they are; a difference of fractions
 */
public record TextResult(String kind, double strength, double changed, Accuracy accuracy, double drop) {}
