package org.clipspark.model.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BytePairTrainerTest {
    @TempDir
    Path folder;

    @Test
    void learnsTheMostFrequentPairsFirst() throws IOException {
        BytePairTrainer trainer = new BytePairTrainer(517);
        trainer.add("low", 5);
        trainer.add("lower", 2);
        trainer.add("newest", 6);
        trainer.add("widest", 3);

        trainer.train(folder.resolve("v.txt"));

        // Counts: e s 9, s t</w> 9, l o 7, ... and w e 8 in lower and newest; ties go to the smaller left token.
        assertThat(Files.readAllLines(folder.resolve("v.txt")))
                .containsExactly("#clip-spark byte pairs, merges: 3", "e s", "es t</w>", "l o");
    }

    @Test
    void mergesARunOfOneLetterFromTheLeft() throws IOException {
        BytePairTrainer trainer = new BytePairTrainer(600);
        trainer.add("aaaaa aaaa", 3);

        ClipTokenizer tokenizer = trainer.train(folder.resolve("v.txt"));

        assertThat(Files.readAllLines(folder.resolve("v.txt")))
                .containsExactly(
                        "#clip-spark byte pairs, merges: 5", "a a", "a a</w>", "aa a</w>", "aa aa</w>", "aa aaa</w>");
        assertThat(tokenizer.vocabularySize()).isEqualTo(519);
    }

    @Test
    void givesTheSameFileForAnyOrderOfCaptions() throws IOException {
        List<String> captions = new ArrayList<>();
        Random random = new Random(3);
        String[] nouns = {"cat", "dog", "bird", "träumer", "猫", "boat's", "2024"};
        for (int i = 0; i < 500; i++) {
            captions.add("a " + nouns[random.nextInt(7)] + " near the " + nouns[random.nextInt(7)] + "s!");
        }

        train(captions, "one.txt.gz");
        Collections.shuffle(captions, random);
        train(captions, "two.txt.gz");

        assertThat(folder.resolve("one.txt.gz")).hasSameBinaryContentAs(folder.resolve("two.txt.gz"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).as("no partial file stays").hasSize(2);
        }
    }

    private ClipTokenizer train(List<String> captions, String name) {
        BytePairTrainer trainer = new BytePairTrainer(580);
        captions.forEach(trainer::add);
        return trainer.train(folder.resolve(name));
    }

    @Test
    void encodesFrequentWordsAsOneToken() {
        ClipTokenizer tokenizer = train(List.of("red circle", "red square", "blue circle", "blue square"), "v.gz");

        int[] ids = tokenizer.encode("Blue circle, RED square", 10);

        assertThat(tokenizer.decode(ids)).isEqualTo("<start_of_text>blue circle , red square <end_of_text>");
        assertThat(ids).endsWith(tokenizer.vocabularySize() - 1, 0, 0, 0);
    }

    @Test
    void refusesWhatItCannotLearnFrom() {
        assertThatThrownBy(() -> new BytePairTrainer(513))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "vocabularySize must be 514 (bytes, bytes that end a word, start and end) to 1049090, got 513");
        assertThatThrownBy(() -> new BytePairTrainer(600).train(folder.resolve("v")))
                .hasMessage("No words to learn a vocabulary from: add captions first");
        assertThatThrownBy(() -> new BytePairTrainer(600).add("a", 0)).hasMessage("count must be at least 1, got 0");
        assertThatThrownBy(() -> train(List.of("a"), "no/such/folder"))
                .hasMessageStartingWith("Cannot write vocabulary " + folder.resolve("no/such/folder"));
    }
}
