package org.clipspark.prep.filter;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** A session of some cores in this process. */
public final class LocalSpark {
    private LocalSpark() {}

    /** Starts one with its files in a folder. */
    public static SparkSession start(Path folder, int cores) {
        return SparkSession.builder()
                .master("local[" + cores + "]")
                .config("spark.ui.enabled", "false")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.local.dir", folder.resolve("spark").toString())
                .config("spark.sql.shuffle.partitions", "3")
                .getOrCreate();
    }
}
