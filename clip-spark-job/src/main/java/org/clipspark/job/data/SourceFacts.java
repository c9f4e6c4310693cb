package org.clipspark.job.data;

/**
 * What a run reads from one source.
 *
 * @param name of the source, unique in the run
 * @param shards its folder
 * @param weight of its training rows
 * @param manifestHash hexadecimal identity of its shards
 * @param trainRows rows of its training split
 * @param validationRows rows of its validation split
 */
public record SourceFacts(
        String name, String shards, double weight, String manifestHash, long trainRows, long validationRows) {}
