package org.clipspark.prep;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.clipspark.prep.config.StrictYaml;
import org.clipspark.prep.source.SourceConfig;

/**
 * The part of a config that staged rows depend on: parts that were made with other settings are of no use.
 *
 * @param source pairs to learn from
 * @param moreSources further pairs to learn from
 * @param validation pairs to measure on
 * @param image what becomes of images
 * @param caption which captions are kept
 */
record StageSettings(
        SourceConfig source,
        Optional<List<MixedSource>> moreSources,
        Optional<SourceConfig> validation,
        ImageConfig image,
        CaptionConfig caption) {
    static StageSettings of(PrepConfig config) {
        return new StageSettings(
                config.source(), config.moreSources(), config.validation(), config.image(), config.caption());
    }

    /** As it is kept beside the parts. */
    String format() {
        return StrictYaml.format(this);
    }

    /** A text of {@link #format} without the paths, which may change when a data set grows. */
    static String withoutPaths(String settings) {
        return settings.lines()
                .filter(line -> !line.strip().startsWith("path:"))
                .collect(Collectors.joining("\n"));
    }

    /** The first line in which two settings differ, for a message. */
    static String difference(String before, String now) {
        String[] old = before.split("\n", -1);
        String[] other = now.split("\n", -1);
        for (int i = 0; i < Math.max(old.length, other.length); i++) {
            String one = i < old.length ? old[i].strip() : "nothing";
            String two = i < other.length ? other[i].strip() : "nothing";
            if (!one.equals(two)) {
                return "'" + one + "' before, '" + two + "' now";
            }
        }
        return "nothing";
    }
}
