package org.clipspark.model.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.StreamSupport;
import org.clipspark.model.caption.CaptionCleaner;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClipTokenizerGoldenTest {
    private static final Path GOLDEN = Path.of(System.getProperty("clip.golden.dir", "../../shared/golden"));

    @BeforeEach
    void goldenDataIsThere() {
        Assumptions.assumeTrue(Files.exists(GOLDEN.resolve("tokenizer.jsonl")));
    }

    @Test
    void givesTheReferenceIdsForEveryCaption() throws IOException {
        ClipTokenizer tokenizer = ClipTokenizer.load(GOLDEN.resolve("bpe_simple_vocab_16e6.txt.gz"));
        List<String> different = new ArrayList<>();

        for (JsonNode row : rows()) {
            int[] expected = ints(row.get("ids"));
            int[] actual = tokenizer.encode(row.get("text").asText(), expected.length);
            if (!Arrays.equals(expected, actual)) {
                different.add(row.get("ftfy_matters") + " " + row.get("text") + " -> " + tokenizer.decode(actual));
            }
        }

        assertThat(different).isEmpty();
        assertThat(tokenizer.vocabularySize()).isEqualTo(49408);
    }

    @Test
    void cleansAndDecodesAsTheReferenceDoes() throws IOException {
        ClipTokenizer tokenizer = ClipTokenizer.load(GOLDEN.resolve("bpe_simple_vocab_16e6.txt.gz"));

        for (JsonNode row : rows()) {
            assertThat(CaptionCleaner.LOWER.clean(row.get("text").asText()))
                    .isEqualTo(row.get("cleaned").asText());
            assertThat(tokenizer.decode(ints(row.get("ids"))))
                    .isEqualTo(row.get("decoded").asText());
        }
    }

    private static List<JsonNode> rows() throws IOException {
        ObjectMapper json = new ObjectMapper();
        List<JsonNode> rows = new ArrayList<>();
        for (String line : Files.readAllLines(GOLDEN.resolve("tokenizer.jsonl"))) {
            rows.add(json.readTree(line));
        }
        return rows;
    }

    private static int[] ints(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }
}
