package org.clipspark.job.doctor;

import java.util.List;
import org.apache.spark.SparkConf;
import org.clipspark.job.sync.ClusterEncryption;

/** Whether parameters and data travel encrypted, and who may join a run. */
final class EncryptionCheck implements Check {
    private static final String AUTHENTICATE = "spark.authenticate";
    private static final String CRYPTO = "spark.network.crypto.enabled";

    @Override
    public List<Finding> run(Environment environment) {
        SparkConf spark = environment.spark();
        String master = spark.get("spark.master", "local");
        boolean isAuthenticated = spark.getBoolean(AUTHENTICATE, false);
        boolean isManaged = master.startsWith("yarn") || master.startsWith("k8s");
        if (spark.getBoolean(CRYPTO, false) && !isAuthenticated) {
            return one(Finding.failure(
                    "encryption",
                    CRYPTO + " needs " + AUTHENTICATE + ", without it Spark does not start",
                    "set " + AUTHENTICATE + "=true"));
        }
        if (isAuthenticated
                && !isManaged
                && !master.startsWith("local")
                && !spark.contains("spark.authenticate.secret")) {
            return one(Finding.failure(
                    "encryption",
                    AUTHENTICATE + " needs a secret on a standalone cluster",
                    "set spark.authenticate.secret, the same for the Master, the Workers and the run"));
        }
        if (master.equals("local") || master.startsWith("local[")) {
            return one(Finding.ok("encryption", "not needed: one process, links between replicas on loopback only"));
        }
        return one(travel(ClusterEncryption.isOn(spark), isAuthenticated));
    }

    private static Finding travel(boolean isEncrypted, boolean isAuthenticated) {
        if (!isEncrypted) {
            return Finding.warning(
                    "encryption",
                    "parameters travel between replicas in the clear" + (isAuthenticated ? ", authenticated" : ""),
                    "set " + AUTHENTICATE + "=true and " + CRYPTO + "=true");
        }
        return isAuthenticated
                ? Finding.ok(
                        "encryption",
                        "parameters travel between replicas encrypted (AES-GCM), as does Spark's own traffic")
                : Finding.warning(
                        "encryption",
                        "parameters travel encrypted (AES-GCM), but the secret that lets a replica in is not authenticated",
                        "set " + AUTHENTICATE + "=true");
    }

    private static List<Finding> one(Finding finding) {
        return List.of(finding);
    }
}
