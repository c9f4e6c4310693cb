package org.clipspark.job.robust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.robust.card.AttackOutcome;
import org.clipspark.job.robust.card.CardFile;
import org.clipspark.job.robust.card.CorruptionCurve;
import org.clipspark.job.robust.card.CorruptionResult;
import org.clipspark.job.robust.card.FlipResult;
import org.clipspark.job.robust.card.RobustnessCard;
import org.clipspark.job.robust.card.ShiftResult;
import org.clipspark.job.robust.card.TextResult;
import org.clipspark.job.robust.card.TypographicResult;
import org.clipspark.job.robust.corruption.InvertedImage;
import org.clipspark.job.robust.settings.RobustnessSettings;
import org.clipspark.job.sync.LocalClusters;
import org.clipspark.job.train.SmallRun;
import org.clipspark.prep.shard.ShardManifest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole card of a small model on a real Spark, once with two slots and once with one. */
@Timeout(value = 420, unit = TimeUnit.SECONDS)
class RobustnessIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int IMAGES = 72;
    private static final int SOME_CLASSES = 9;

    @TempDir
    static Path folder;

    private static Robustness.Result first;
    private static Robustness.Result again;
    private static Robustness.Result alone;
    private static byte[] firstCard;

    @BeforeAll
    static void measure() throws IOException {
        try (JavaSparkContext spark = LocalClusters.threads(2)) {
            SparkSession session =
                    SparkSession.builder().config(spark.getConf()).getOrCreate();
            SmallRun run = SmallRun.prepare(session, folder);
            LearntCheckpoint.write(run, folder.resolve("checkpoint"));
            List<String> lines = new ArrayList<>();
            ShardManifest.load(
                            new org.apache.hadoop.fs.Path(
                                    folder.resolve("shards").toString()),
                            new Configuration())
                    .classNames()
                    .forEach(name -> lines.add(name + "\t" + name));
            Files.write(folder.resolve("classes.txt"), lines.subList(0, SOME_CLASSES));
            first = new Robustness(spark, settings("two")).run();
            firstCard = Files.readAllBytes(Path.of(first.file()));
            again = new Robustness(spark, settings("two")).run();
        }
        try (JavaSparkContext spark = LocalClusters.threads(1)) {
            RobustnessSettings settings = settings("one", "reference=" + first.file(), "before=" + first.file());
            alone = new Robustness(spark, settings).run();
        }
    }

    private static RobustnessSettings settings(String name, String... overrides) throws IOException {
        Path file = Files.writeString(
                folder.resolve(name + ".yaml"), """
                output: %1$s/%2$s
                cache: %1$s/%2$s/cache
                checkpoint: {name: small, path: %1$s/checkpoint}
                tokenizer: {vocabulary: %1$s/vocabulary.txt}
                batchSize: 24
                seed: 5
                confidence: 0.95
                clean:
                  name: scenes
                  shards: %1$s/shards
                  split: validation
                  images: 0
                  prompts: {name: en, templates: ["a {c}"]}
                corruptions:
                  names: [gaussian_noise, contrast, pixelate]
                  severities: [1, 5]
                  images: 0
                  plugins: [%3$s]
                shifts:
                  - {name: same, shards: %1$s/shards, split: validation, images: 0, classes: clean}
                  - {name: some, shards: %1$s/shards, split: validation, images: 0, classes: clean, classMapFile: %1$s/classes.txt, baseline: imagenet-v2}
                attacks:
                  - {kind: fgsm, norm: linf, epsilon: 8, steps: 1, randomStarts: 0, images: 40}
                  - {kind: pgd, norm: linf, epsilon: 8, steps: 5, randomStarts: 1, images: 40}
                  - {kind: square, norm: linf, epsilon: 8, steps: 10, randomStarts: 0, images: 40}
                texts: {kinds: [typos, case, synonyms, word_order, paraphrase], strengths: [1.0]}
                typographic: {images: 0, size: 0.4}
                flips:
                  - {corruption: gaussian_noise, along: severity, severity: 1, frames: 2, images: 0}
                  - {corruption: gaussian_noise, along: seed, severity: 5, frames: 3, images: 20}
                """.formatted(folder, name, InvertedImage.class.getName()));
        return RobustnessSettings.load(file, List.of(overrides));
    }

    private static RobustnessCard card() {
        return first.card();
    }

    @Test
    void knowsTheCleanImages() {
        assertThat(card().clean().images()).isEqualTo(IMAGES);
        assertThat(card().clean().accuracy())
                .isGreaterThan(0.6)
                .isBetween(card().clean().low(), card().clean().high());
    }

    @Test
    void losesAccuracyToCorruptions() {
        CorruptionResult result = card().corruptions().orElseThrow();

        assertThat(result.clean()).isEqualTo(card().clean());
        assertThat(result.curves())
                .extracting(CorruptionCurve::name)
                .containsExactly("gaussian_noise", "contrast", "pixelate", "inverted");
        assertThat(result.curves()).allSatisfy(curve -> {
            assertThat(curve.severities()).containsExactly(1, 5);
            assertThat(curve.points()).hasSize(2);
            assertThat(curve.points().get(1).accuracy())
                    .isLessThan(curve.points().get(0).accuracy() + 1e-9)
                    .isLessThan(result.clean().accuracy());
        });
        assertThat(result.curves().get(3).group()).isEqualTo("own");
    }

    @Test
    void scoresShiftsAmongTheirOwnClasses() {
        ShiftResult same = card().shifts().get(0);
        assertThat(same.accuracy()).isEqualTo(card().clean());
        assertThat(same.classes()).isEqualTo(36);
        assertThat(same.amongAll()).isEmpty();
        assertThat(same.effective()).isEmpty();

        ShiftResult some = card().shifts().get(1);
        assertThat(some.classes()).isEqualTo(SOME_CLASSES);
        assertThat(some.accuracy().images()).isEqualTo(2 * SOME_CLASSES);
        assertThat(some.leftOut()).isEqualTo(IMAGES - 2 * SOME_CLASSES);
        assertThat(some.accuracy()).isEqualTo(some.clean());
        assertThat(some.amongAll().orElseThrow().right())
                .as("fewer classes can only help")
                .isLessThanOrEqualTo(some.accuracy().right());
        assertThat(some.baseline().orElseThrow().slopes()).containsExactly(0.9114);
    }

    @Test
    void isFooledByAttacks() {
        AttackOutcome fgsm = card().attacks().get(0);
        AttackOutcome pgd = card().attacks().get(1);
        AttackOutcome square = card().attacks().get(2);

        assertThat(List.of(fgsm, pgd, square)).allSatisfy(attack -> {
            assertThat(attack.clean().images()).isEqualTo(40);
            assertThat(attack.robust().right())
                    .isLessThanOrEqualTo(attack.clean().right());
        });
        assertThat(fgsm.robust().right()).isLessThan(fgsm.clean().right());
        assertThat(pgd.success().orElseThrow())
                .isGreaterThanOrEqualTo(fgsm.success().orElseThrow());
        assertThat(fgsm.steps()).as("the start and a step").hasSize(2);
        assertThat(pgd.steps()).hasSize(6);
        assertThat(pgd.steps().get(5).meanLoss().orElseThrow())
                .isGreaterThan(pgd.steps().get(0).meanLoss().orElseThrow());
        assertThat(square.steps().stream().map(AttackOutcome.Step::success).toList())
                .hasSize(10)
                .isSorted();
        assertThat(square.warning().isPresent())
                .isEqualTo(square.robust().right()
                        < Math.min(pgd.robust().right(), fgsm.robust().right()));
    }

    @Test
    void readsOtherWordsAndLabels() {
        assertThat(card().texts())
                .extracting(TextResult::kind)
                .containsExactly("typos", "case", "synonyms", "word_order", "paraphrase");
        assertThat(card().texts()).allSatisfy(text -> {
            assertThat(text.accuracy().images()).isEqualTo(IMAGES);
            assertThat(text.drop())
                    .isCloseTo(card().clean().accuracy() - text.accuracy().accuracy(), within(1e-12));
        });
        assertThat(card().texts().get(0).changed()).isPositive();

        TypographicResult typographic = card().typographic().orElseThrow();
        assertThat(typographic.accuracy().images()).isBetween(IMAGES / 2L, (long) IMAGES);
        assertThat(typographic.accuracy().accuracy())
                .isLessThan(typographic.clean().accuracy());

        assertThat(card().flips()).extracting(FlipResult::frames).containsExactly(2, 3);
        assertThat(card().flips()).extracting(FlipResult::images).containsExactly((long) IMAGES, 20L);
        assertThat(card().flips()).allSatisfy(flip -> assertThat(flip.rate()).isBetween(0.0, 1.0));
    }

    @Test
    void computesNothingTwice() throws IOException {
        assertThat(first.imagesEncoded()).isPositive();
        assertThat(first.attacksComputed()).isEqualTo(3);
        assertThat(again.imagesEncoded()).isZero();
        assertThat(again.attacksComputed()).isZero();
        assertThat(Files.readAllBytes(Path.of(again.file()))).isEqualTo(firstCard);
    }

    @Test
    void isTheSameForAnyNumberOfTasks() throws IOException {
        ObjectNode two = (ObjectNode) JSON.readTree(firstCard);
        ObjectNode one = (ObjectNode) JSON.readTree(Path.of(alone.file()).toFile());
        JsonNode score = ((ObjectNode) one.path("corruptions")).remove("score");
        one.path("shifts")
                .forEach(shift -> assertThat(((ObjectNode) shift)
                                .remove("relative_robustness")
                                .doubleValue())
                        .isZero());

        assertThat(one).isEqualTo(two);
        assertThat(score.path("mce").doubleValue()).as("against itself").isCloseTo(1, within(1e-12));
        assertThat(score.path("relative_mce").doubleValue()).isCloseTo(1, within(1e-12));
    }

    @Test
    void storesNoImage() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("two"))) {
            assertThat(files.filter(Files::isRegularFile).map(file -> String.valueOf(file.getFileName())))
                    .isNotEmpty()
                    .allMatch(name -> name.matches(".*\\.(parquet|json|html|crc)"));
        }
        // 32 pixels in 24 bits are 3 KiB an image: ten sets of 72 of them would be more than the embeddings are.
        try (Stream<Path> files = Files.walk(folder.resolve("two/cache"))) {
            List<Path> embeddings =
                    files.filter(file -> file.toString().endsWith(".parquet")).toList();
            assertThat(embeddings)
                    .allSatisfy(file -> assertThat(Files.size(file)).isLessThan(72 * 1024));
        }
    }

    @Test
    void showsItselfOnAPage() throws IOException {
        String page = Files.readString(Path.of(first.page()), StandardCharsets.UTF_8);

        assertThat(page)
                .contains("gaussian_noise", "inverted", "square-10 linf 8/255", "word_order", "data:image/jpeg;base64,")
                .contains("Effective robustness is relative")
                .doesNotContain("src=\"http", "href=\"http");
        assertThat(CardFile.read(folder.resolve("two").toString(), new Configuration())
                        .shift("some"))
                .isPresent();
    }
}
