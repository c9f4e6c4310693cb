package org.clipspark.model.input;

import java.nio.file.Path;
import org.clipspark.model.caption.CaptionCleaner;

/**
 * Turns captions into token ids: cleaning as in CLIP's training or as the model says, then byte-level byte-pair encoding, or whatever a {@code
 * tokenizer.json} of Hugging Face's says. Safe for use by several threads.
 *
 * <p>Of a vocabulary of N byte-pair tokens, 0 to 255 are bytes, 256 to 511 bytes that end a word, then one token per merge; N - 2
 * starts a caption and N - 1 ends it.
 */
public interface ClipTokenizer {
    /**
     * Reads a vocabulary file: one header line, then one merge of two tokens per line, plain or gzip. CLIP's own {@code
     * bpe_simple_vocab_16e6.txt.gz} gives its 49,408 tokens. A file that ends in {@code .json} is a {@code tokenizer.json},
     * which decides everything but the cleaning of the text and the length.
     *
     * @throws java.io.UncheckedIOException if the file cannot be read or is no such vocabulary
     */
    static ClipTokenizer load(Path vocabulary) {
        return load(vocabulary, TokenizerOptions.NONE);
    }

    /**
     * As {@link #load(Path)}, with what a model asks of its tokenizer.
     *
     * @throws java.io.UncheckedIOException if the file cannot be read or is no such vocabulary
     */
    static ClipTokenizer load(Path vocabulary, TokenizerOptions options) {
        if (vocabulary.toString().endsWith(JsonTokenizer.SUFFIX)) {
            return JsonTokenizer.read(vocabulary, options.clean().orElse(CaptionCleaner.WHITESPACE));
        }
        return new BytePairTokenizer(
                BytePairVocabulary.read(vocabulary), options.clean().orElse(CaptionCleaner.LOWER));
    }

    /**
     * Token ids {@code [contextLength]} of a caption: start, its tokens, end, then padding with 0 (a {@code tokenizer.json}
     * may name another number, and other special tokens). A longer caption is cut so that the last id is the end.
     *
     * @param text any string, of any length
     * @param contextLength at least 2
     * @throws IllegalArgumentException if {@code contextLength} is less than 2
     */
    int[] encode(String text, int contextLength);

    /**
     * Readable form of token ids up to the first end token, with a space after each word and the two special tokens as
     * {@code <start_of_text>} and {@code <end_of_text>}.
     *
     * @throws IllegalArgumentException if an id is not of this vocabulary
     */
    String decode(int[] ids);

    /** Number of tokens, the two special ones included. */
    int vocabularySize();

    /** Hexadecimal SHA-256 of the merges, or of the {@code tokenizer.json}, and of a cleaning other than the usual. */
    String hash();
}
