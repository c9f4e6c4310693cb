package org.clipspark.model.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.clipspark.model.caption.CaptionCleaner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonTokenizerTest {
    private static final String WORDS = """
            {"version": "1.0",
             "added_tokens": [
               {"id": 4, "content": "<s>", "single_word": false, "lstrip": false, "rstrip": false,
                "normalized": false, "special": true},
               {"id": 5, "content": "</s>", "single_word": false, "lstrip": false, "rstrip": false,
                "normalized": false, "special": true}],
             "normalizer": {"type": "Lowercase"},
             "pre_tokenizer": {"type": "Whitespace"},
             "post_processor": {"type": "RobertaProcessing", "sep": ["</s>", 5], "cls": ["<s>", 4],
                                "trim_offsets": true, "add_prefix_space": false},
             "model": {"type": "WordLevel", "unk_token": "?", "vocab": {"?": 0, "a": 1, "dog": 2, "runs": 3}}}
            """;
    private static final String PADDED = WORDS.replaceFirst("\\{", """
            {"padding": {"strategy": {"Fixed": 20}, "direction": "Right", "pad_to_multiple_of": null,
                         "pad_id": 5, "pad_type_id": 0, "pad_token": "</s>"},
            """);

    @TempDir
    Path folder;

    @Test
    void encodesAsTheFileSays() throws IOException {
        ClipTokenizer tokenizer = load(WORDS);

        assertThat(tokenizer.vocabularySize()).isEqualTo(6);
        assertThat(tokenizer.encode("A dog &amp;  runs", 8)).containsExactly(4, 1, 2, 0, 3, 5, 0, 0);
        assertThat(load(PADDED).encode("a dog", 6)).containsExactly(4, 1, 2, 5, 5, 5);
        assertThat(tokenizer.decode(new int[] {1, 2})).isEqualTo("a dog");
    }

    @Test
    void cutsLongCaptionsSoThatTheLastIdIsTheEnd() throws IOException {
        assertThat(load(WORDS).encode("a dog runs a dog", 4)).containsExactly(4, 1, 2, 5);
        assertThat(load(WORDS).encode("a dog", 4)).containsExactly(4, 1, 2, 5);
        assertThat(load(WORDS).encode("", 3)).containsExactly(4, 5, 0);
        String bare = WORDS.replaceFirst("(?s)\"post_processor\".*?\\},\\s*", "");
        assertThat(load(bare).encode("a dog runs", 2))
                .as("without special tokens the first tokens stay")
                .containsExactly(1, 2);
    }

    @Test
    void cleansAsAModelAsks() throws IOException {
        load(WORDS);
        ClipTokenizer tokenizer = ClipTokenizer.load(
                folder.resolve("tokenizer.json"), new TokenizerOptions(Optional.of(CaptionCleaner.CANONICALIZE)));

        assertThat(tokenizer.encode("A dog, runs!", 8)).containsExactly(4, 1, 2, 3, 5, 0, 0, 0);
        assertThat(tokenizer.hash()).isNotEqualTo(load(WORDS).hash());
    }

    @Test
    void hasAHashOfItsFile() throws IOException {
        assertThat(load(WORDS).hash()).hasSize(64).isEqualTo(load(WORDS).hash());
        assertThat(load(PADDED).hash()).isNotEqualTo(load(WORDS).hash());
    }

    @Test
    void refusesFilesThatAreNone() {
        for (String text : new String[] {"", "{", "[]", "{\"model\": 1}", "{\"model\": {\"type\": \"none\"}}"}) {
            assertThatThrownBy(() -> load(text))
                    .as(text)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("Cannot read tokenizer " + folder);
        }
        assertThatThrownBy(() -> ClipTokenizer.load(folder.resolve("none.json")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("NoSuchFileException");
    }

    @Test
    void refusesImpossibleArguments() throws IOException {
        ClipTokenizer tokenizer = load(WORDS);

        assertThatThrownBy(() -> tokenizer.encode("a", 1)).hasMessage("contextLength must be at least 2, got 1");
        assertThatThrownBy(() -> tokenizer.decode(new int[] {6}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Token id 6 is not in the vocabulary of 6 tokens");
    }

    private ClipTokenizer load(String text) throws IOException {
        return ClipTokenizer.load(Files.writeString(folder.resolve("tokenizer.json"), text));
    }
}
