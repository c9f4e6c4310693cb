package org.clipspark.job;

import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.config.TrainSettings;

/** Where the Spark session of a command comes from: {@code spark-submit} where it set a master, else this process. */
final class SparkSessions {
    private SparkSessions() {}

    /** The session of a training run. */
    static SparkSession train(JobConfig config) {
        SparkConf conf = new SparkConf();
        if (config.train().replicaGroup() == TrainSettings.ReplicaGroup.RING) {
            // A failed attempt of the ring goes back to the driver, which waits for slots and says what happened.
            conf.setIfMissing("spark.stage.maxConsecutiveAttempts", "1");
        }
        // An executor that hangs is lost after 40 s rather than 2 to 3 minutes.
        conf.setIfMissing("spark.network.timeout", "30s").setIfMissing("spark.network.timeoutInterval", "10s");
        return open(conf, "train", Optional.of(config.train().replicas()));
    }

    /**
     * The session of a command.
     *
     * @param slots tasks that an embedded Spark runs at once, if the command knows how many it needs
     */
    static SparkSession open(String name, Optional<Integer> slots) {
        return open(new SparkConf(), name, slots);
    }

    private static SparkSession open(SparkConf conf, String name, Optional<Integer> slots) {
        conf.setIfMissing("spark.app.name", "clip " + name);
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
