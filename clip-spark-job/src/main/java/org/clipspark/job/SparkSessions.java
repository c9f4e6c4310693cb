package org.clipspark.job;

import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** Where the Spark session of a command comes from: {@code spark-submit} where it set a master, else this process. */
final class SparkSessions {
    private SparkSessions() {}

    /**
     * The session of a command.
     *
     * @param slots tasks that an embedded Spark runs at once, if the command knows how many it needs
     */
    static SparkSession open(String name, Optional<Integer> slots) {
        SparkConf conf = new SparkConf().setIfMissing("spark.app.name", "clip " + name);
        // Replicas wait for each other: a second copy of one would train beside the ring and be thrown away.
        conf.set("spark.speculation", "false");
        if (!conf.contains("spark.master")) {
            // A run on one machine has nobody to serve: no web page, and no port but on loopback.
            conf.setMaster("local[" + slots.map(String::valueOf).orElse("*") + "]")
                    .setIfMissing("spark.ui.enabled", "false")
                    .setIfMissing("spark.driver.host", "127.0.0.1")
                    .setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        }
        return SparkSession.builder().config(conf).getOrCreate();
    }
}
