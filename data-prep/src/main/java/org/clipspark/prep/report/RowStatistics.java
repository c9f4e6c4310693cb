package org.clipspark.prep.report;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.clipspark.prep.shard.ShardSchema;

/**
 * Counts over rows; adding is associative and {@link #empty} changes nothing.
 *
 * @param rows counted
 * @param shorterSides of the images as found: lower end of a range in pixels to rows
 * @param aspects longer side by shorter: lower end of a range in tenths to rows
 * @param captionCharacters of the first caption: lower end of a range to rows
 * @param captionWords of the first caption: number to rows, 50 for 50 and more
 * @param captions for one image: number to rows, 10 for 10 and more
 * @param languages code to rows, only rows that have one
 * @param classes rows that have a class
 */
public record RowStatistics(
        long rows,
        NavigableMap<Long, Long> shorterSides,
        NavigableMap<Long, Long> aspects,
        NavigableMap<Long, Long> captionCharacters,
        NavigableMap<Long, Long> captionWords,
        NavigableMap<Long, Long> captions,
        NavigableMap<String, Long> languages,
        long classes)
        implements Serializable {
    private static final int MOST_WORDS = 50;
    private static final int MOST_CAPTIONS = 10;
    private static final int CHARACTERS = 20;
    private static final int MOST_CHARACTERS = 400;
    private static final int MOST_ASPECT = 50;

    static RowStatistics empty() {
        return new RowStatistics(
                0,
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                new TreeMap<>(),
                0);
    }

    RowStatistics plus(RowStatistics other) {
        return new RowStatistics(
                rows + other.rows,
                sum(shorterSides, other.shorterSides),
                sum(aspects, other.aspects),
                sum(captionCharacters, other.captionCharacters),
                sum(captionWords, other.captionWords),
                sum(captions, other.captions),
                sum(languages, other.languages),
                classes + other.classes);
    }

    private static <K> NavigableMap<K, Long> sum(NavigableMap<K, Long> one, NavigableMap<K, Long> two) {
        NavigableMap<K, Long> sum = new TreeMap<>(one);
        two.forEach((key, rows) -> sum.merge(key, rows, Long::sum));
        return sum;
    }

    /** Counts rows one by one; a new record for each would be slow. */
    static final class Counter {
        private final RowStatistics counts = empty();
        private long rows;
        private long classes;

        void add(Row row) {
            rows++;
            Integer width = row.getAs(ShardSchema.ORIGINAL_WIDTH);
            Integer height = row.getAs(ShardSchema.ORIGINAL_HEIGHT);
            if (width != null && height != null) {
                int shorter = Math.min(width, height);
                int longer = Math.max(width, height);
                // Ranges that double: 64 to 127, 128 to 255, ...
                counts.shorterSides.merge((long) Integer.highestOneBit(shorter), 1L, Long::sum);
                counts.aspects.merge(Math.min(MOST_ASPECT, longer * 10L / shorter), 1L, Long::sum);
            }
            caption(Objects.requireNonNullElse(row.<String>getAs(ShardSchema.CAPTION), ""));
            List<String> all = row.isNullAt(row.fieldIndex(ShardSchema.CAPTIONS))
                    ? List.of()
                    : row.getList(row.fieldIndex(ShardSchema.CAPTIONS));
            counts.captions.merge((long) Math.min(MOST_CAPTIONS, all.size()), 1L, Long::sum);
            String language = row.getAs(ShardSchema.LANGUAGE);
            if (language != null) {
                counts.languages.merge(language.toLowerCase(Locale.ROOT), 1L, Long::sum);
            }
            classes += row.isNullAt(row.fieldIndex(ShardSchema.CLASS)) ? 0 : 1;
        }

        private void caption(String caption) {
            long characters = caption.codePointCount(0, caption.length());
            counts.captionCharacters.merge(
                    Math.min(MOST_CHARACTERS, characters / CHARACTERS * CHARACTERS), 1L, Long::sum);
            String stripped = caption.strip();
            long words = stripped.isEmpty() ? 0 : stripped.split("\\s+").length;
            counts.captionWords.merge(Math.min(MOST_WORDS, words), 1L, Long::sum);
        }

        RowStatistics statistics() {
            return new RowStatistics(
                    rows,
                    counts.shorterSides,
                    counts.aspects,
                    counts.captionCharacters,
                    counts.captionWords,
                    counts.captions,
                    counts.languages,
                    classes);
        }
    }
}
