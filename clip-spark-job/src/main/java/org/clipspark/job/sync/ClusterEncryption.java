package org.clipspark.job.sync;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.SparkConf;
import org.clipspark.job.sync.link.LinkSettings.Protection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The cluster's own settings decide whether links are encrypted: whoever asks Spark for it means these bytes too. */
public final class ClusterEncryption {
    private static final Logger log = LoggerFactory.getLogger(ClusterEncryption.class);
    private static final List<String> KEYS =
            List.of("spark.network.crypto.enabled", "spark.ssl.rpc.enabled", "spark.ssl.enabled");
    private static final AtomicBoolean WARNED = new AtomicBoolean();

    private ClusterEncryption() {}

    /** Whether links between replicas are encrypted. */
    public static boolean isOn(SparkConf conf) {
        return KEYS.stream().anyMatch(key -> conf.getBoolean(key, false));
    }

    /** The settings, with encrypted links if the cluster encrypts. */
    static RingSettings apply(SparkConf conf, RingSettings settings) {
        boolean isLocal = conf.get("spark.master", "").startsWith("local[");
        if (!isLocal && !conf.getBoolean("spark.authenticate", false) && WARNED.compareAndSet(false, true)) {
            log.warn("spark.authenticate is off: the secret of a training stage travels to its tasks in the clear, so"
                    + " whoever reads this network can join the stage (set spark.authenticate and"
                    + " spark.network.crypto.enabled)");
        }
        return isOn(conf) ? settings.withProtection(Protection.ENCRYPTED) : settings;
    }
}
