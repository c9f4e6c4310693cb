package org.clipspark.benchmarks.throughput;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The captions that both tokenizers read. */
final class Captions {
    /** Stands for captions that are made up. */
    static final String GENERATED = "generated";

    private static final int GENERATED_COUNT = 12_000;
    private static final int WORDS = 8_000;

    private Captions() {}

    /**
     * Captions, in order.
     *
     * @param source a file with one caption before a tab on each line, or {@link #GENERATED}
     */
    static List<String> read(String source) {
        if (source.equals(GENERATED)) {
            return generated();
        }
        try {
            return Files.readAllLines(Path.of(source)).stream()
                    .map(line -> line.split("\t", 2)[0])
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read captions " + source, e);
        }
    }

    /** Made-up words, frequent ones more often, ten to a caption as on the web. */
    private static List<String> generated() {
        Random random = new Random(3);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < WORDS; i++) {
            StringBuilder word = new StringBuilder();
            for (int length = 2 + random.nextInt(8); length > 0; length--) {
                word.append((char) ('a' + random.nextInt(26)));
            }
            words.add(word.toString());
        }
        List<String> captions = new ArrayList<>();
        for (int i = 0; i < GENERATED_COUNT; i++) {
            StringBuilder caption = new StringBuilder();
            for (int count = 4 + random.nextInt(13); count > 0; count--) {
                double share = random.nextDouble();
                caption.append(words.get((int) (WORDS * share * share * share))).append(' ');
            }
            captions.add(caption.append('.').toString());
        }
        return captions;
    }

    /** Whether a caption needs no repair, so that tokenizers without one give the same for it. */
    static boolean isPlain(String caption) {
        return caption.chars().allMatch(c -> c >= ' ' && c < 127 && c != '&' && c != '<');
    }

    /** A sum that depends on every id and its place; exact in double precision. */
    static double fingerprint(double sum, long[] ids) {
        long hash = 17;
        for (long id : ids) {
            hash = 31 * hash + id;
        }
        return sum + (hash & 0xFFFF_FFFFL);
    }
}
