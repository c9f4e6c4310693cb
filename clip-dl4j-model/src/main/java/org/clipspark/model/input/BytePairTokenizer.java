package org.clipspark.model.input;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.clipspark.model.caption.CaptionCleaner;
import org.jspecify.annotations.Nullable;

/** Byte-level byte-pair encoding with a bounded cache of words. */
final class BytePairTokenizer implements ClipTokenizer {
    private static final int CACHE_SLOTS = 1 << 16;
    // A longer word is rare and would make the cache's size depend on the captions.
    private static final int LONGEST_CACHED = 48;

    private final BytePairVocabulary vocabulary;
    private final CaptionCleaner cleaner;
    private final WordMerger merger;
    // Slots are written without locks: a word is immutable, and a lost write costs one more merge.
    private final @Nullable Word[] cache = new @Nullable Word[CACHE_SLOTS];

    BytePairTokenizer(BytePairVocabulary vocabulary, CaptionCleaner cleaner) {
        this.vocabulary = vocabulary;
        this.cleaner = cleaner;
        this.merger = new WordMerger(vocabulary.ranks());
    }

    private static final class Word {
        private final byte[] text;
        private final int[] tokens;

        private Word(byte[] text, int[] tokens) {
            this.text = text;
            this.tokens = tokens;
        }
    }

    @Override
    public int[] encode(String text, int contextLength) {
        if (contextLength < 2) {
            throw new IllegalArgumentException("contextLength must be at least 2, got " + contextLength);
        }
        int[] ids = new int[contextLength];
        byte[] cleaned = cleaner.cleanUtf8(text);
        WordSplitter words = new WordSplitter(cleaned);
        ids[0] = vocabulary.start();
        int size = 1;
        while (size < contextLength - 1 && words.advance()) {
            int[] tokens = tokens(cleaned, words);
            int count = Math.min(tokens.length, contextLength - 1 - size);
            System.arraycopy(tokens, 0, ids, size, count);
            size += count;
        }
        ids[size] = vocabulary.end();
        return ids;
    }

    private int[] tokens(byte[] text, WordSplitter words) {
        int start = words.start();
        int end = words.end();
        if (words.isStart()) {
            return new int[] {vocabulary.start()};
        }
        if (words.isEnd()) {
            return new int[] {vocabulary.end()};
        }
        if (end - start > LONGEST_CACHED) {
            return merger.merge(text, start, end);
        }
        int slot = slot(text, start, end);
        Word word = cache[slot];
        if (word == null || !Arrays.equals(text, start, end, word.text, 0, word.text.length)) {
            word = new Word(Arrays.copyOfRange(text, start, end), merger.merge(text, start, end));
            cache[slot] = word;
        }
        return word.tokens;
    }

    private static int slot(byte[] text, int start, int end) {
        int hash = 0;
        for (int i = start; i < end; i++) {
            hash = 31 * hash + text[i];
        }
        hash *= 0x9E3779B9;
        return hash >>> (32 - Integer.numberOfTrailingZeros(CACHE_SLOTS));
    }

    @Override
    public String decode(int[] ids) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (int id : ids) {
            if (id < 0 || id >= vocabulary.size()) {
                throw new IllegalArgumentException(
                        "Token id " + id + " is not in the vocabulary of " + vocabulary.size() + " tokens");
            }
            text.writeBytes(bytes(id));
            if (id < vocabulary.start() && vocabulary.endsWord(id)) {
                text.write(' ');
            }
            if (id == vocabulary.end()) {
                break;
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private byte[] bytes(int id) {
        if (id == vocabulary.start()) {
            return WordSplitter.START.getBytes(StandardCharsets.US_ASCII);
        }
        if (id == vocabulary.end()) {
            return WordSplitter.END.getBytes(StandardCharsets.US_ASCII);
        }
        return vocabulary.bytes(id);
    }

    @Override
    public int vocabularySize() {
        return vocabulary.size();
    }

    @Override
    public String hash() {
        return cleaner == CaptionCleaner.LOWER
                ? vocabulary.hash()
                : Sha256.of(vocabulary.hash() + " clean=" + cleaner.schemaName());
    }
}
