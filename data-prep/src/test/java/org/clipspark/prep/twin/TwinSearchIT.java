package org.clipspark.prep.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.clipspark.prep.filter.LocalSpark;
import org.clipspark.prep.filter.StagedRows;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TwinSearchIT {
    private static final long LAST_OF_EIGHT_BANDS = 0x0101010101010101L;

    private static SparkSession spark;

    private final SplittableRandom random = new SplittableRandom(11);

    @BeforeAll
    static void start() {
        spark = LocalSpark.shared();
    }

    @Test
    void ofFiftyPlantedCopiesTheFirstFoundRowsStay() {
        StagedRows rows = new StagedRows();
        for (int i = 0; i < 200; i++) {
            // Rows 150 to 199 are copies of 0, 2, 4 and so on to 98.
            rows.add("sha256", "%064x".formatted(i < 150 ? i : (i - 150) * 2));
        }
        rows.add().add();

        SortedMap<String, String> out = duplicates(rows, new ExactDuplicates(List.of("sha256"), Optional.empty()));

        assertThat(out).hasSize(50);
        for (int i = 0; i < 50; i++) {
            assertThat(out).containsEntry("k0%d".formatted(150 + i), "same sha256 as k00%02d".formatted(2 * i));
        }
    }

    @Test
    void pairsAreEqualInEveryColumnAndThePreferredOneStays() {
        StagedRows rows = new StagedRows()
                .add("url", "u", "caption", "a", "original_width", 10)
                .add("url", "u", "caption", "b", "original_width", 10)
                .add("url", "u", "caption", "a", "original_width", 30)
                .add("url", "u", "caption", "a", "original_width", 30)
                .add("url", "u", "caption", "a");

        assertThat(duplicates(rows, new ExactDuplicates(List.of("url", "caption"), Optional.of("original_width * 2"))))
                .containsExactly(
                        entry("k0000", "same url and caption as k0002"),
                        entry("k0003", "same url and caption as k0002"),
                        entry("k0004", "same url and caption as k0002"));
    }

    @Test
    void everyNearTwinUpToTheDistanceIsFoundAndNoneBeyond() {
        StagedRows rows = new StagedRows();
        List<ImageHash> hashes = new ArrayList<>();
        for (int i = 0; i < 42; i++) {
            hashes.add(anyHash());
            rows.add("perceptual_hash", hashes.get(i).hex());
        }
        for (int distance = 0; distance < 42; distance++) {
            ImageHash twin = HashBandsPropertyTest.flipped(hashes.get(distance), distance, random);
            rows.add("perceptual_hash", (distance % 2 == 0 ? twin : twin.mirrored()).hex());
        }
        rows.add("perceptual_hash", "no hash").add("perceptual_hash", "no hash");

        for (int bands : List.of(16, 32)) {
            SortedMap<String, String> out = duplicates(rows, new NearDuplicates(31, bands, 1000, Optional.empty()));

            assertThat(out).hasSize(32);
            for (int distance = 0; distance <= 31; distance++) {
                assertThat(out)
                        .containsEntry(
                                key(42 + distance),
                                "near duplicate of " + key(distance) + ", " + distance + " bits apart");
            }
        }
    }

    @Test
    void chainsAreOneGroupAndNameTheRowThatStays() {
        StagedRows rows = new StagedRows();
        ImageHash hash = anyHash();
        for (int i = 0; i < 12; i++) {
            rows.add("perceptual_hash", hash.hex());
            hash = new ImageHash(
                    hash.first() ^ (0xfffL << (4 * i)), hash.second(), hash.third() ^ (1L << i), hash.fourth());
        }

        SortedMap<String, String> out = duplicates(rows, new NearDuplicates(13, 16, 1000, Optional.empty()));

        assertThat(out).hasSize(11).doesNotContainKey("k0000");
        assertThat(out).containsEntry("k0001", "near duplicate of k0000, 13 bits apart");
        assertThat(out.get("k0011")).startsWith("near duplicate of k0000, ").endsWith(" bits apart by way of others");
    }

    @Test
    void executorsFindTheSameGroupsAsTheDriver() {
        List<Row> edges = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int node = random.nextInt(80);
            edges.add(RowFactory.create(key(node), key(node + 1 + random.nextInt(4))));
        }
        StructType columns = new StructType().add("low", DataTypes.StringType).add("high", DataTypes.StringType);

        try (TwinSearch search = new TwinSearch(spark)) {
            Dataset<Row> found = new StarGroups(search).of(spark.createDataFrame(edges, columns));

            assertThat(found.collectAsList()).containsExactlyInAnyOrderElementsOf(Groups.onDriver(edges));
        }
        Set<String> nodes = new TreeSet<>();
        edges.forEach(edge -> nodes.addAll(List.of(edge.getString(0), edge.getString(1))));
        assertThat(Groups.onDriver(edges)).hasSizeBetween(nodes.size() / 2, nodes.size() - 2);
    }

    @Test
    void aCrowdedBandIsCutShortAndNoted() {
        StagedRows rows = new StagedRows();
        for (int i = 0; i < 30; i++) {
            rows.add("perceptual_hash", new ImageHash(0, 0, 0, random.nextLong() & LAST_OF_EIGHT_BANDS).hex());
        }
        try (TwinSearch search = new TwinSearch(spark)) {
            search.duplicates(rows.table(spark), new NearDuplicates(0, 8, 5, Optional.empty()));

            assertThat(search.notes())
                    .singleElement()
                    .asString()
                    .matches("near duplicates: \\d+ pairs of hashes in"
                            + " crowded bands were not compared \\(maxNeighbours 5\\)");
        }
    }

    @Test
    void ofTenMeaningsOneCaptionEachStays() {
        StagedRows rows = new StagedRows();
        for (int i = 0; i < 100; i++) {
            List<Float> embedding = new ArrayList<>();
            for (int axis = 0; axis < 16; axis++) {
                embedding.add((float) ((axis == i % 10 ? 5 : 0) + 0.1 * random.nextDouble()));
            }
            rows.add("embedding", embedding);
        }
        rows.add("embedding", List.of(1f)).add("embedding", List.of(0f)).add();

        SortedMap<String, String> out;
        try (TwinSearch search = new TwinSearch(spark)) {
            Dataset<Row> table = rows.table(spark);
            out = keys(search.duplicates(table, new SemanticDuplicates(10, 0.02, 1, 1000)), table);
            assertThat(search.notes()).singleElement().asString().startsWith("semantic duplicates: 2 rows have");
        }

        assertThat(out).hasSize(90);
        List<Integer> staying = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            if (!out.containsKey(key(i))) {
                staying.add(i % 10);
            }
        }
        assertThat(staying).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(out.values()).allMatch(message -> message.startsWith("semantic duplicate of k"));
    }

    @Test
    void semDeDupKeepsTheRowFarthestFromTheCentroid() {
        StagedRows rows = new StagedRows()
                .add("embedding", unit(0))
                .add("embedding", unit(1))
                .add("embedding", unit(2))
                .add("embedding", unit(3))
                .add("embedding", unit(40));

        // Degrees from the centroid, at 9.2: 9.2, 8.2, 7.2, 6.2 and 30.8. Cosines above 0.9995 are within 1.8 degrees.
        SortedMap<String, String> out = duplicates(rows, new SemanticDuplicates(1, 0.0005, 1, 10));

        assertThat(out)
                .containsExactly(
                        entry("k0001", "semantic duplicate of k0000, cosine 0.9998"),
                        entry("k0002", "semantic duplicate of k0001, cosine 0.9998, by way of which k0000 stays"),
                        entry("k0003", "semantic duplicate of k0002, cosine 0.9998, by way of which k0000 stays"));
    }

    @Test
    void tenCopiesOfEvaluationImagesAreListedWithTheirTwins() {
        StagedRows evaluation = new StagedRows();
        StagedRows other = new StagedRows();
        List<ImageHash> hashes = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            hashes.add(anyHash());
            evaluation.add(
                    "sha256",
                    "e%d".formatted(i),
                    "perceptual_hash",
                    hashes.get(i).hex(),
                    "embedding",
                    unit(30 * i));
            other.add("sha256", "o%d".formatted(i), "perceptual_hash", anyHash().hex());
        }
        StagedRows rows = new StagedRows();
        for (int i = 0; i < 40; i++) {
            rows.add("sha256", "t%d".formatted(i), "perceptual_hash", anyHash().hex());
        }
        for (int i = 0; i < 4; i++) {
            rows.add("sha256", "E%d".formatted(i));
        }
        for (int i = 4; i < 8; i++) {
            ImageHash twin = HashBandsPropertyTest.flipped(hashes.get(i), i, random);
            rows.add("perceptual_hash", (i < 6 ? twin : twin.mirrored()).hex());
        }
        rows.add("embedding", unit(241)).add("embedding", unit(269));
        rows.add("embedding", unit(255));

        Contamination rule = new Contamination(List.of("other", "imagenet"), true, Optional.of(8), Optional.of(0.001));
        SortedMap<String, String> out = contaminated(rows, evaluation, other, rule);

        assertThat(out).hasSize(10);
        assertThat(out)
                .containsEntry("k0040", "same bytes as k0000 of imagenet, distance 0")
                .containsEntry("k0044", "near duplicate of k0004 of imagenet, 4 bits apart")
                .containsEntry("k0047", "near duplicate of k0007 of imagenet, 7 bits apart")
                .containsEntry("k0048", "semantic duplicate of k0008 of imagenet, cosine 0.9998")
                .containsEntry("k0049", "semantic duplicate of k0009 of imagenet, cosine 0.9998");
        Contamination unknown = new Contamination(List.of("cifar"), true, Optional.empty(), Optional.empty());
        assertThatThrownBy(() -> contaminated(rows, evaluation, other, unknown))
                .hasMessage("Unknown evaluation set 'cifar' (expected: [imagenet, other])");
        Contamination alone = new Contamination(List.of("keys"), true, Optional.empty(), Optional.empty());
        try (TwinSearch search = new TwinSearch(spark)) {
            Dataset<Row> table = rows.table(spark);
            Map<String, Dataset<Row>> sets = Map.of("keys", table.drop("sha256"));
            assertThatThrownBy(() -> search.contaminated(table, sets, alone))
                    .hasMessageStartingWith("Evaluation set 'keys' lacks the columns [sha256] (columns: key, ");
        }
    }

    private SortedMap<String, String> contaminated(
            StagedRows rows, StagedRows evaluation, StagedRows other, Contamination rule) {
        Map<String, Dataset<Row>> sets = Map.of("imagenet", evaluation.table(spark), "other", other.table(spark));
        try (TwinSearch search = new TwinSearch(spark)) {
            Dataset<Row> table = rows.table(spark);
            return keys(search.contaminated(table, sets, rule), table);
        }
    }

    private SortedMap<String, String> duplicates(StagedRows rows, Duplicates rule) {
        try (TwinSearch search = new TwinSearch(spark)) {
            Dataset<Row> table = rows.table(spark);
            SortedMap<String, String> out = keys(search.duplicates(table, rule), table);
            assertThat(search.notes()).isEmpty();
            return out;
        }
    }

    private static SortedMap<String, String> keys(Dataset<Row> rejected, Dataset<Row> rows) {
        SortedMap<String, String> keys = new TreeMap<>();
        rejected.join(rows.select("key", "source_row"), "source_row")
                .select("key", "error_message")
                .collectAsList()
                .forEach(row -> keys.put(row.getString(0), row.getString(1)));
        assertThat(rejected.count()).isEqualTo(keys.size());
        return keys;
    }

    private ImageHash anyHash() {
        return new ImageHash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
    }

    private static List<Float> unit(int degrees) {
        double angle = Math.toRadians(degrees);
        return List.of((float) Math.cos(angle), (float) Math.sin(angle));
    }

    private static String key(int number) {
        return String.format(Locale.ROOT, "k%04d", number);
    }
}
