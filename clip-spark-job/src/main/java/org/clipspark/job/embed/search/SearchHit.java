package org.clipspark.job.embed.search;

/**
 * An image that was found.
 *
 * @param key of its row
 * @param caption its first one
 * @param score cosine of the angle between query and image, from -1 to 1
 */
public record SearchHit(String key, String caption, double score) {}
