package org.clipspark.job.suite.cell;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.clipspark.job.embed.TextsHash;

/**
 * Everything that a cell's figures follow from, by name: hashes and the settings of the measure. Two cells with the same
 * lineage have the same figures.
 *
 * @param parts hash or text by name
 */
public record Lineage(Map<String, String> parts) {
    /** Content of the checkpoint. */
    public static final String CHECKPOINT = "checkpoint";
    /** Content of the data set. */
    public static final String DATA = "data_manifest";
    /** Part of the data set. */
    public static final String SPLIT = "split";
    /** Architecture of the model. */
    public static final String MODEL = "model";
    /** From raster to tensor. */
    public static final String TRANSFORM = "transform";
    /** Vocabulary. */
    public static final String TOKENIZER = "tokenizer";
    /** Prompts of all classes. */
    public static final String PROMPTS = "prompts";
    /** What the task was told. */
    public static final String SETTINGS = "settings";

    /** Copies the map, in the order of the names. */
    public Lineage {
        parts = Collections.unmodifiableMap(new TreeMap<>(parts));
    }

    /** Hexadecimal SHA-256 over all of it. */
    public String identity() {
        List<String> lines = new ArrayList<>();
        parts.forEach((name, value) -> lines.add(name + '=' + value));
        return TextsHash.of(lines);
    }

    /** Names of the parts in which two differ, in order. */
    public List<String> differences(Lineage other) {
        TreeSet<String> names = new TreeSet<>(parts.keySet());
        names.addAll(other.parts.keySet());
        return names.stream()
                .filter(name -> !parts.getOrDefault(name, "").equals(other.parts.getOrDefault(name, "")))
                .toList();
    }
}
