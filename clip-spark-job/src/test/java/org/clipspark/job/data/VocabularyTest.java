package org.clipspark.job.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.clipspark.model.input.BytePairTrainer;
import org.clipspark.model.input.ClipTokenizer;
import org.clipspark.model.input.TokenizerOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VocabularyTest {
    @TempDir
    Path folder;

    @Test
    void isTheSameBehindTheJourney() throws IOException, ClassNotFoundException {
        Path file = folder.resolve("vocabulary.txt");
        BytePairTrainer trainer = new BytePairTrainer(520);
        trainer.add("a red circle");
        trainer.train(file);
        String expected = ClipTokenizer.load(file).hash();
        ByteArrayOutputStream sent = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(sent)) {
            out.writeObject(Vocabulary.read("vocabulary", file));
        }

        Files.delete(file);
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(sent.toByteArray()))) {
            Vocabulary arrived = (Vocabulary) in.readObject();

            assertThat(arrived.tokenizer(TokenizerOptions.NONE).hash()).isEqualTo(expected);
        }
    }

    @Test
    void saysWhatCallsForAFileThatIsMissing() {
        Path missing = folder.resolve("missing.txt");

        assertThatThrownBy(() -> Vocabulary.read("tokenizer.vocabulary", missing))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("Cannot read tokenizer.vocabulary " + missing);
    }
}
