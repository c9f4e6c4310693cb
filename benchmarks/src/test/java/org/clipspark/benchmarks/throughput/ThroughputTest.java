package org.clipspark.benchmarks.throughput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.clipspark.model.input.BytePairTrainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThroughputTest {
    @TempDir
    Path folder;

    @Test
    void bothTokenizersGiveEqualIds() {
        Path vocabulary = folder.resolve("vocabulary.txt");
        List<String> captions = List.of("A dog's 2 tails, a dog!", "the dog", "it isn't a tail");
        BytePairTrainer trainer = new BytePairTrainer(530);
        captions.forEach(trainer::add);
        trainer.train(vocabulary);

        double ours = new OurTokenizer(captions, vocabulary.toString()).fingerprint();

        assertThat(new RustTokenizer(captions, vocabulary.toString()).fingerprint())
                .isEqualTo(ours);
        assertThat(new OurTokenizer(List.of("the dog"), vocabulary.toString()).fingerprint())
                .isNotEqualTo(ours);
    }

    @Test
    void bothImageLoadersSeeTheSamePictures() {
        List<byte[]> files = Photos.files().subList(0, 2);
        OurImages ours = new OurImages(files);

        assertThat(new JdkImages(files).fingerprint())
                .isCloseTo(ours.fingerprint(), org.assertj.core.api.Assertions.within(0.02));
        assertThat(ours.pass()).isEqualTo(2);
    }

    @Test
    void bothPreparationsMakeTheSamePictures() {
        List<byte[]> files = Photos.files().subList(0, 2);
        OurPreparedImages ours = new OurPreparedImages(files);

        assertThat(new OpenCvPreparedImages(files).fingerprint())
                .isCloseTo(ours.fingerprint(), org.assertj.core.api.Assertions.within(0.3));
        assertThat(ours.shares(1).values().stream()
                        .mapToDouble(Double::doubleValue)
                        .sum())
                .isCloseTo(100, org.assertj.core.api.Assertions.within(1e-9));
    }

    @Test
    void aShardAndAPlainFileHaveTheSameBytesAndNothingIsLeft() throws IOException {
        OurShards ours = new OurShards(List.of(new byte[2_000], new byte[1_000]), folder);
        PlainFile peer = PlainFile.ofMemory(ours.bytes(), folder);
        PlainFile synced = PlainFile.ofDisk(ours.bytes(), folder);

        assertThat(ours.pass()).isEqualTo(peer.pass()).isEqualTo(synced.pass()).isBetween(1, 2);
        assertThat(ours.fingerprint()).isEqualTo(peer.fingerprint()).isEqualTo(synced.fingerprint());
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void bothDownloadersFetchEveryPictureOfTheServer() {
        double all = 2_000.0 * ImageServer.IMAGE_BYTES;

        assertThat(new OurDownloads(30).fingerprint()).isEqualTo(all);
        assertThat(new PlainDownloads(30).fingerprint()).isEqualTo(all);
    }

    @Test
    void readsTheTextBeforeTheTab() throws IOException {
        Path file = Files.writeString(folder.resolve("captions.tsv"), "a cat\thttp://localhost/1\nno tab\n");

        assertThat(Captions.read(file.toString())).containsExactly("a cat", "no tab");
        assertThat(Captions.read(Captions.GENERATED)).hasSize(12_000).allMatch(Captions::isPlain);
        assertThat(Captions.isPlain("salt &amp; pepper")).isFalse();
    }

    @Test
    void writesTheVocabularyInTheOrderOfTheIds() throws IOException {
        Path file = Files.writeString(folder.resolve("v.txt"), "#header\na b\nab c</w>\n");

        JsonNode model = new ObjectMapper().readTree(TokenizerJson.of(file)).path("model");

        assertThat(model.path("vocab").path("!").asInt()).isZero();
        assertThat(model.path("vocab").path("a</w>").asInt()).isEqualTo(256 + 64);
        assertThat(model.path("vocab").path("abc</w>").asInt()).isEqualTo(513);
        assertThat(model.path("merges")).hasSize(2);
    }

    @Test
    void refusesToCompareDifferentWork() {
        assertThatThrownBy(() -> Sides.requireSame(1, 1.5, 0.1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Both sides must give the same, got 1.0 (ours) and 1.5 (peer)");
        assertThatThrownBy(() -> Sides.requireSame(Double.NaN, Double.NaN, 0.1)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> Workload.of("tokenizer", "theirs")).hasMessage("Unknown workload 'tokenizer theirs'");
    }
}
