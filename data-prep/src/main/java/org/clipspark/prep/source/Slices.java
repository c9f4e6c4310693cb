package org.clipspark.prep.source;

import org.apache.spark.api.java.JavaSparkContext;

/** How many tasks read a number of things. */
final class Slices {
    private static final int IMAGES_PER_TASK = 2_000;

    private Slices() {}

    /** Tasks for this many images: enough for every core, few enough that starting them costs nothing. */
    static int of(JavaSparkContext spark, long images) {
        long wanted = Math.max(spark.defaultParallelism(), images / IMAGES_PER_TASK);
        return (int) Math.max(1, Math.min(wanted, Math.min(images, 100_000)));
    }
}
