package org.clipspark.model.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.clipspark.model.caption.CaptionCleaner;

class ClipTokenizerPropertyTest {
    private static final ClipTokenizer TOKENIZER = trained();

    private static ClipTokenizer trained() {
        try {
            Path file = Files.createTempFile("vocabulary", ".gz");
            BytePairTrainer trainer = new BytePairTrainer(700);
            trainer.add("the quick brown fox jumps over the lazy dog's 1234 träume 猫犬 😀😀 the end!!", 10);
            ClipTokenizer tokenizer = trainer.train(file);
            Files.delete(file);
            return tokenizer;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Property(tries = 500, seed = "7")
    void decodingGivesTheCleanedCaptionBackButForSpaces(@ForAll("captions") String caption) {
        int[] ids = TOKENIZER.encode(caption, 4096);

        String decoded = TOKENIZER.decode(ids);

        String body = decoded.substring("<start_of_text>".length(), decoded.length() - "<end_of_text>".length());
        assertThat(body.replace(" ", ""))
                .isEqualTo(CaptionCleaner.clean(caption).replace(" ", ""));
    }

    @Property(tries = 500, seed = "8")
    void everyCaptionHasOneFormOnly(@ForAll("captions") String caption) {
        int[] ids = TOKENIZER.encode(caption, 32);

        assertThat(ids).hasSize(32).startsWith(TOKENIZER.vocabularySize() - 2);
        assertThat(ids).contains(TOKENIZER.vocabularySize() - 1);
        assertThat(TOKENIZER.encode(caption, 32)).containsExactly(ids);
    }

    @Provide
    Arbitrary<String> captions() {
        return Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(60),
                Arbitraries.strings()
                        .withChars("abc thequ'sdlrvm 12!<>&;#é猫Ã©\u00a0\u2019")
                        .ofMaxLength(80),
                Arbitraries.strings().withCharRange('\u0080', '\u017f').ofMaxLength(40));
    }
}
