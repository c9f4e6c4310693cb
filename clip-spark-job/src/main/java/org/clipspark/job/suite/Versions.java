package org.clipspark.job.suite;

import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.SparkContext;
import org.clipspark.job.train.BuildInfo;

/** What computed a result: recorded, but no part of what tells results apart. */
public final class Versions {
    private Versions() {}

    /** By name. */
    public static Map<String, String> of() {
        Map<String, String> versions = new TreeMap<>();
        versions.put("clip-spark", BuildInfo.version());
        versions.put("git_commit", BuildInfo.commit());
        String spark = SparkContext.class.getPackage().getImplementationVersion();
        versions.put("spark", spark == null ? "unknown" : spark);
        versions.put("java", System.getProperty("java.version", "unknown"));
        return versions;
    }
}
