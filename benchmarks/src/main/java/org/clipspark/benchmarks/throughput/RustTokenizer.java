package org.clipspark.benchmarks.throughput;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Hugging Face's tokenizers, written in Rust, through DJL, with CLIP's merges. It repairs no text. */
final class RustTokenizer implements Workload {
    private final List<String> captions;
    private final HuggingFaceTokenizer tokenizer;
    private long sink;

    RustTokenizer(List<String> captions, String vocabulary) {
        this.captions = captions;
        try {
            Path file = Files.createTempFile("tokenizer", ".json");
            try {
                Files.writeString(file, TokenizerJson.of(Path.of(vocabulary)));
                this.tokenizer = HuggingFaceTokenizer.newInstance(
                        file, Map.of("maxLength", Integer.toString(OurTokenizer.CONTEXT), "truncation", "true"));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot build the peer's tokenizer from " + vocabulary, e);
        }
    }

    @Override
    public int pass() {
        for (String caption : captions) {
            sink += tokenizer.encode(caption).getIds()[1];
        }
        return captions.size();
    }

    @Override
    public double fingerprint() {
        double sum = 0;
        for (String caption : captions) {
            if (Captions.isPlain(caption)) {
                sum = Captions.fingerprint(sum, tokenizer.encode(caption).getIds());
            }
        }
        return sum + 0.0 * sink;
    }
}
