package org.clipspark.prep.stage;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipspark.prep.shard.ImageBytes;

/**
 * Name of a staged file: which part it holds, and how often the part has been done again.
 *
 * @param part digest of the part's id, 32 hexadecimal digits
 * @param generation from 0; the highest one counts
 */
record StagedFile(String part, int generation) implements Serializable, Comparable<StagedFile> {
    private static final Pattern NAME = Pattern.compile("part-([0-9a-f]{32})\\.(\\d{1,6})\\.parquet");
    private static final Comparator<StagedFile> ORDER =
            Comparator.comparing(StagedFile::part).thenComparingInt(StagedFile::generation);

    private static final int DIGITS = 32;

    static StagedFile ofPart(String id) {
        String digest = new ImageBytes(id.getBytes(StandardCharsets.UTF_8)).sha256();
        return new StagedFile(digest.substring(0, DIGITS), 0);
    }

    static Optional<StagedFile> named(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches()
                ? Optional.of(new StagedFile(matcher.group(1), Integer.parseInt(matcher.group(2))))
                : Optional.empty();
    }

    StagedFile next() {
        return new StagedFile(part, generation + 1);
    }

    String name() {
        return "part-" + part + "." + generation + ".parquet";
    }

    @Override
    public int compareTo(StagedFile other) {
        return ORDER.compare(this, other);
    }
}
