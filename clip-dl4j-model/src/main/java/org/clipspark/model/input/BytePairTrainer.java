package org.clipspark.model.input;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clipspark.model.caption.CaptionCleaner;

/**
 * Learns a vocabulary of one's own from captions: byte-pair merges (Sennrich et al. 2016) over the same words that {@link
 * ClipTokenizer} splits captions into. Captions are first counted into words, so memory grows with the number of
 * different words. The result depends on the counted captions only, not on their order. Not safe for several threads.
 */
public final class BytePairTrainer {
    // A longer word is a run of noise; learning from it would spend merges on one caption.
    private static final int LONGEST_WORD_BYTES = 128;
    private static final int SMALLEST = BytePairVocabulary.FIRST_MERGE + 2;
    private static final int LARGEST = SMALLEST + VocabularyFile.MAXIMUM_MERGES;

    private final int vocabularySize;
    private final Map<String, Long> words = new HashMap<>();

    /**
     * A trainer that has seen nothing.
     *
     * @param vocabularySize tokens wanted, special ones included: 514 (no merge) to 1,049,090
     * @throws IllegalArgumentException if {@code vocabularySize} is outside of this range
     */
    public BytePairTrainer(int vocabularySize) {
        if (vocabularySize < SMALLEST || vocabularySize > LARGEST) {
            throw new IllegalArgumentException("vocabularySize must be " + SMALLEST
                    + " (bytes, bytes that end a word, start" + " and end) to " + LARGEST + ", got " + vocabularySize);
        }
        this.vocabularySize = vocabularySize;
    }

    /** Counts a caption once. */
    public void add(String caption) {
        add(caption, 1);
    }

    /**
     * Counts a caption several times.
     *
     * @throws IllegalArgumentException if {@code count} is less than 1
     */
    public void add(String caption, long count) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, got " + count);
        }
        byte[] text = CaptionCleaner.LOWER.cleanUtf8(caption);
        WordSplitter splitter = new WordSplitter(text);
        while (splitter.advance()) {
            int size = splitter.end() - splitter.start();
            if (size <= LONGEST_WORD_BYTES && !splitter.isStart() && !splitter.isEnd()) {
                // One character per byte, which Java stores in one byte.
                String word = new String(text, splitter.start(), size, StandardCharsets.ISO_8859_1);
                words.merge(word, count, Long::sum);
            }
        }
    }

    /**
     * Learns the merges and writes them to a file, which appears whole or not at all; a name that ends in {@code .gz} packs
     * it.
     *
     * @return the tokenizer of that file; its vocabulary is smaller than wanted if the captions run out of pairs that occur
     *     twice
     * @throws IllegalArgumentException if no caption with a word was added
     * @throws UncheckedIOException if the file cannot be written
     */
    public ClipTokenizer train(Path vocabulary) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("No words to learn a vocabulary from: add captions first");
        }
        List<String> merges = new MergeLearner(words).learn(vocabularySize - SMALLEST);
        try {
            VocabularyFile.write(vocabulary, merges);
        } catch (IOException e) {
            String reason = e.getClass().getSimpleName() + ": " + e.getMessage();
            throw new UncheckedIOException("Cannot write vocabulary " + vocabulary + ": " + reason, e);
        }
        return ClipTokenizer.load(vocabulary);
    }
}
