package org.clipspark.job.robust.card;

/**
 * How often predictions change along sequences of nearly equal images.
 *
 * @param name of the sequence
 * @param frames of each
 * @param images that begin one
 * @param rate changes over comparisons, from 0 to 1
 */
public record FlipResult(String name, int frames, long images, double rate) {}
