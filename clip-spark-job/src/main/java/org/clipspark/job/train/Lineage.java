package org.clipspark.job.train;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.clipspark.job.data.ShardReader;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.input.ClipTokenizer;
import org.clipspark.model.input.ImageTransform;

/** Hashes and versions of everything that goes into a run. */
public final class Lineage {
    static final String DATA = "data_manifest";
    /** How often rows are used; only there where it is not once. */
    static final String SAMPLING = "data_sampling";

    /** Of the lists of erased keys; only there where there is one. It may change within a run. */
    static final String TOMBSTONES = "tombstones";

    static final String MODEL = "model";
    static final String TRANSFORM = "transform";
    static final String TOKENIZER = "tokenizer";
    static final String COMMIT = "git_commit";

    private Lineage() {}

    static Map<String, String> of(
            ShardReader data, ModelConfig model, ImageTransform transform, ClipTokenizer tokenizer) {
        Map<String, String> lineage = new LinkedHashMap<>();
        lineage.put(DATA, data.contentHash());
        if (data.sources().size() > 1) {
            data.sources().forEach(source -> lineage.put(DATA + "." + source.name(), source.manifestHash()));
        }
        if (!data.samplingRule().isEmpty()) {
            lineage.put(SAMPLING, data.samplingRule());
        }
        if (!data.tombstones().hash().isEmpty()) {
            lineage.put(TOMBSTONES, data.tombstones().hash());
        }
        lineage.put(MODEL, model.hash());
        lineage.put(TRANSFORM, transform.hash());
        lineage.put(TOKENIZER, tokenizer.hash());
        lineage.put(COMMIT, BuildInfo.commit());
        lineage.putAll(versions());
        return lineage;
    }

    /** Versions of this program and of what it runs on, by name. */
    public static Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("clip-spark", BuildInfo.version());
        versions.put("spark", sparkVersion());
        versions.put("java", System.getProperty("java.version", "unknown"));
        return versions;
    }

    private static String sparkVersion() {
        String version = SparkContext.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }
}
