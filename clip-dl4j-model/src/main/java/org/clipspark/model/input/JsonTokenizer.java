package org.clipspark.model.input;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.clipspark.model.caption.CaptionCleaner;

/** A tokenizer of Hugging Face's, from its {@code tokenizer.json}, by the library that wrote it. */
final class JsonTokenizer implements ClipTokenizer {
    /** Ending of a file that is one. */
    static final String SUFFIX = ".json";

    private static final long MAXIMUM_BYTES = 128L << 20;
    private static final ObjectMapper JSON = new ObjectMapper();
    // The caller's context decides both, and differs from call to call.
    private static final Map<String, String> OPTIONS = Map.of("truncation", "false", "padding", "false");

    static {
        // Left to itself the loader looks for a GPU and, where it finds one, fetches another build from the network.
        if (System.getProperty("RUST_FLAVOR") == null) {
            System.setProperty("RUST_FLAVOR", "cpu");
        }
    }

    private final HuggingFaceTokenizer tokenizer;
    private final CaptionCleaner cleaner;
    private final int size;
    private final int padding;
    private final String hash;

    private JsonTokenizer(byte[] file, CaptionCleaner cleaner) throws IOException {
        JsonNode root = parse(file);
        if (!root.path("model").isObject()) {
            throw new IOException("it has no object 'model'");
        }
        this.cleaner = cleaner;
        this.size = largestId(root) + 1;
        this.padding = root.path("padding").path("pad_id").asInt(0);
        String ofFile = Sha256.of(file);
        this.hash =
                cleaner == CaptionCleaner.WHITESPACE ? ofFile : Sha256.of(ofFile + " clean=" + cleaner.schemaName());
        this.tokenizer = create(file);
    }

    /** A tokenizer from its file. */
    static JsonTokenizer read(Path file, CaptionCleaner cleaner) {
        try {
            if (Files.size(file) > MAXIMUM_BYTES) {
                throw new IOException("it is larger than " + MAXIMUM_BYTES + " bytes");
            }
            return new JsonTokenizer(Files.readAllBytes(file), cleaner);
        } catch (IOException e) {
            String reason = e.getClass().getSimpleName() + ": " + e.getMessage();
            throw new UncheckedIOException("Cannot read tokenizer " + file + ": " + reason, e);
        }
    }

    private static JsonNode parse(byte[] file) throws IOException {
        try {
            return JSON.readTree(file);
        } catch (JsonProcessingException e) {
            throw new IOException("no valid JSON, " + e.getOriginalMessage(), e);
        }
    }

    private static HuggingFaceTokenizer create(byte[] file) throws IOException {
        try {
            return HuggingFaceTokenizer.newInstance(new ByteArrayInputStream(file), OPTIONS);
        } catch (RuntimeException e) {
            // The native library's form of every complaint about the file.
            throw new IOException(String.valueOf(e.getMessage()), e);
        }
    }

    private static int largestId(JsonNode root) {
        JsonNode vocabulary = root.path("model").path("vocab");
        int largest = vocabulary.isArray() ? vocabulary.size() - 1 : 0;
        if (vocabulary.isObject()) {
            for (JsonNode id : vocabulary) {
                largest = Math.max(largest, id.asInt());
            }
        }
        for (JsonNode token : root.path("added_tokens")) {
            largest = Math.max(largest, token.path("id").asInt());
        }
        return largest;
    }

    @Override
    public int[] encode(String text, int contextLength) {
        if (contextLength < 2) {
            throw new IllegalArgumentException("contextLength must be at least 2, got " + contextLength);
        }
        Encoding encoding = tokenizer.encode(cleaner.clean(text));
        long[] all = encoding.getIds();
        int[] ids = new int[contextLength];
        Arrays.fill(ids, padding);
        int count = Math.min(all.length, contextLength);
        for (int i = 0; i < count; i++) {
            ids[i] = (int) all[i];
        }
        // As the library cuts: a special token that ends the whole ends the part.
        if (all.length > contextLength && encoding.getSpecialTokenMask()[all.length - 1] == 1) {
            ids[contextLength - 1] = (int) all[all.length - 1];
        }
        return ids;
    }

    @Override
    public String decode(int[] ids) {
        for (int id : ids) {
            if (id < 0 || id >= size) {
                throw new IllegalArgumentException(
                        "Token id " + id + " is not in the vocabulary of " + size + " tokens");
            }
        }
        return tokenizer.decode(Arrays.stream(ids).asLongStream().toArray());
    }

    @Override
    public int vocabularySize() {
        return size;
    }

    @Override
    public String hash() {
        return hash;
    }
}
