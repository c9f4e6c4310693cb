package org.clipspark.model.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.clipspark.model.caption.CaptionCleaner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipTokenizerTest {
    @TempDir
    Path folder;

    // Ids: '!' is 0, 'a' is 64, 'b' is 65; with the end of a word 256 more; merges from 512 on.
    private static final String TINY = "#version: 0.2\na b\nab a\nab b</w>\n";

    @Test
    void mergesEarlierLearntPairsFirst() throws IOException {
        ClipTokenizer tokenizer = load(TINY);

        assertThat(tokenizer.vocabularySize()).isEqualTo(517);
        assertThat(tokenizer.encode("aba", 8)).containsExactly(515, 512, 320, 516, 0, 0, 0, 0);
        assertThat(tokenizer.encode("abb ab", 8)).containsExactly(515, 514, 64, 321, 516, 0, 0, 0);
        assertThat(tokenizer.encode("abab", 8)).containsExactly(515, 513, 321, 516, 0, 0, 0, 0);
    }

    @Test
    void cutsLongCaptionsSoThatTheLastIdIsTheEnd() throws IOException {
        ClipTokenizer tokenizer = load(TINY);

        assertThat(tokenizer.encode("a b a b", 6)).containsExactly(515, 320, 321, 320, 321, 516);
        assertThat(tokenizer.encode("a b a b", 5)).containsExactly(515, 320, 321, 320, 516);
        assertThat(tokenizer.encode("a b a b", 2)).containsExactly(515, 516);
        assertThat(tokenizer.encode("", 3)).containsExactly(515, 516, 0);
    }

    @Test
    void takesTheTextOfSpecialTokensForThem() throws IOException {
        ClipTokenizer tokenizer = load(TINY);

        assertThat(tokenizer.encode("a<START_OF_TEXT>b <end_of_text>", 8))
                .as("inside a run of signs the text is no token")
                .containsExactly(515, 320, 515, 321, 516, 516, 0, 0);
        assertThat(tokenizer.encode("<!!!!!!!!!!!!!>", 20)).doesNotContain(517).startsWith(515, 27);
    }

    @Test
    void splitsCapitalsAsItSplitsSmallLetters() throws IOException {
        ClipTokenizer tokenizer =
                ClipTokenizer.load(write(TINY), new TokenizerOptions(Optional.of(CaptionCleaner.WHITESPACE)));

        String decoded = tokenizer.decode(tokenizer.encode("I'M 'Dont THEY'LL 'S '\u017fo <START_OF_TEXT>b", 77));

        assertThat(decoded)
                .as("a special token in other letters is one word and no token")
                .isEqualTo("<start_of_text>I 'M 'D ont THEY 'LL 'S '\u017f o <START_OF_TEXT> b <end_of_text>");
        assertThat(tokenizer.encode("a<end_of_text>A", 8)).containsExactly(515, 320, 516, 288, 516, 0, 0, 0);
        assertThat(tokenizer.hash()).hasSize(64).isNotEqualTo(load(TINY).hash());
    }

    @Test
    void splitsContractionsDigitsAndSigns() throws IOException {
        ClipTokenizer tokenizer = load(TINY);

        String decoded = tokenizer.decode(tokenizer.encode("it's 'dont 2024!? they'll ''re \u0661\u00bd", 77));

        assertThat(decoded)
                .isEqualTo("<start_of_text>it 's 'd ont 2 0 2 4 !? they 'll '' re \u0661 \u00bd <end_of_text>");
    }

    @Test
    void encodesOneHugeWordAndCaption() throws IOException {
        ClipTokenizer tokenizer = load(TINY);

        int[] ids = tokenizer.encode("ab".repeat(50_000), 200_000);

        // The last b ends the word and stays, so the last a goes to the "ab" before it.
        assertThat(ids).startsWith(515, 512, 512).hasSize(200_000);
        assertThat(Arrays.copyOfRange(ids, 49_998, 50_003)).containsExactly(512, 513, 321, 516, 0);
        assertThat(tokenizer.encode("a ".repeat(50_000), 77))
                .startsWith(515, 320)
                .endsWith(320, 516);
    }

    @Test
    void mergesLongWordsAsItMergesShortOnes() throws IOException {
        WordMerger merger = new WordMerger(BytePairVocabulary.read(write(TINY)).ranks());
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            byte[] word = new byte[65 + random.nextInt(40)];
            for (int i = 0; i < word.length; i++) {
                word[i] = (byte) (random.nextInt(3) == 0 ? 'b' : 'a');
            }
            assertThat(merger.merge(word, 0, word.length)).containsExactly(referenceMerge(word));
        }
    }

    /** The textbook form: the best pair anywhere, all of its occurrences from the left, again. */
    private static int[] referenceMerge(byte[] word) {
        String text = new String(word, StandardCharsets.US_ASCII).replaceAll("(?<=.)(?=.)", " ") + "</w>";
        for (String[] merge : new String[][] {{"a b", "ab"}, {"ab a", "aba"}, {"ab b</w>", "abb</w>"}}) {
            text = text.replaceAll("(?<![^ ])" + merge[0] + "(?![^ ])", merge[1]);
        }
        return Arrays.stream(text.split(" ", -1))
                .mapToInt(token -> switch (token) {
                    case "a" -> 64;
                    case "b" -> 65;
                    case "a</w>" -> 320;
                    case "b</w>" -> 321;
                    case "ab" -> 512;
                    case "aba" -> 513;
                    default -> 514;
                })
                .toArray();
    }

    @Test
    void hasAHashOfItsMerges() throws IOException {
        ClipTokenizer tokenizer = load(TINY);

        assertThat(tokenizer.hash())
                .hasSize(64)
                .isEqualTo(load(TINY.replace("0.2", "0.3")).hash());
        assertThat(tokenizer.hash()).isNotEqualTo(load("#version: 0.2\na b\n").hash());
    }

    @Test
    void refusesImpossibleArguments() throws IOException {
        ClipTokenizer tokenizer = load(TINY);

        assertThatThrownBy(() -> tokenizer.encode("a", 1)).hasMessage("contextLength must be at least 2, got 1");
        assertThatThrownBy(() -> tokenizer.decode(new int[] {517}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Token id 517 is not in the vocabulary of 517 tokens");
    }

    @Test
    void namesTheLineOfAVocabularyThatIsNone() {
        assertThatUnreadable("#v\na b\nab x y\n", "line 3 is no merge of two earlier tokens: 'ab x y'");
        assertThatUnreadable("#v\nnonsense\n", "line 2 is no merge of two earlier tokens: 'nonsense'");
        assertThatUnreadable("#v\na</w> b\n", "line 2 is no merge of two earlier tokens: 'a</w> b'");
        assertThatUnreadable("#v\na b\na b\n", "line 3 makes a token that exists: 'a b'");
        assertThatUnreadable("", "the file is empty");
        assertThatUnreadable("#v\n" + "a".repeat(5000), "line 2 is longer than 4096 characters");
        assertThatUnreadable("bpe_simple_vocab_16e6.txt#version: 0.2\na b\n", "the file ends after 1 of 48894 merges");
        assertThatUnreadable("#clip-spark byte pairs, merges: 2\na b\n", "the header promises 2 merges, found 1");
    }

    private void assertThatUnreadable(String text, String reason) {
        assertThatThrownBy(() -> load(text))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("Cannot read vocabulary " + folder)
                .hasMessageEndingWith(reason);
    }

    @Test
    void refusesAPackedFileThatNeverEnds() throws IOException {
        Path bomb = folder.resolve("bomb.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
            byte[] zeros = new byte[1 << 16];
            for (int i = 0; i < 1000; i++) {
                out.write(zeros);
            }
        }

        assertThatThrownBy(() -> ClipTokenizer.load(bomb))
                .hasMessageEndingWith("line 1 is longer than 4096 characters");
    }

    @Test
    void refusesFilesThatAreMissingOrBinary() throws IOException {
        Path binary = folder.resolve("binary");
        byte[] noise = new byte[10_000];
        new Random(1).nextBytes(noise);
        Files.write(binary, noise);
        Path cut = folder.resolve("cut.gz");
        Files.write(cut, new byte[] {0x1F, (byte) 0x8B, 8});

        for (Path file : new Path[] {binary, cut, folder, folder.resolve("none")}) {
            assertThatThrownBy(() -> ClipTokenizer.load(file))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith("Cannot read vocabulary " + file + ": ");
        }
    }

    private ClipTokenizer load(String text) throws IOException {
        return ClipTokenizer.load(write(text));
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("vocabulary.txt"), text);
    }
}
