package org.clipspark.prep;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** The Spark of a command: the cluster's where there is one. */
final class PrepSession {
    private PrepSession() {}

    static SparkSession open() {
        SparkConf conf = new SparkConf().setIfMissing("spark.app.name", "clip prep");
        if (!conf.contains("spark.master")) {
            // A run on one machine has nobody to serve: no web page, and no port but on loopback.
            conf.setMaster("local[*]")
                    .setIfMissing("spark.ui.enabled", "false")
                    // Two hundred tasks, Spark's default, are most of the time of a small run.
                    .setIfMissing("spark.sql.shuffle.partitions", "16")
                    .setIfMissing("spark.driver.host", "127.0.0.1")
                    .setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        }
        return SparkSession.builder().config(conf).getOrCreate();
    }
}
