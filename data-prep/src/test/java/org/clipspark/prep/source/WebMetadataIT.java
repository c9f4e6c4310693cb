package org.clipspark.prep.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.clipspark.prep.filter.LocalSpark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metadata as it was published, read in full. */
class WebMetadataIT {
    private static final Path DATA = Path.of(System.getProperty("clip.data.dir", "../shared/data"));
    private static final Path METADATA = DATA.resolve("web_metadata");
    private static final long MAX_IMAGE_BYTES = 64L << 20;

    private static JavaSparkContext spark;

    @BeforeAll
    static void start() {
        assumeTrue(Files.isDirectory(METADATA), "no real data at " + METADATA);
        spark = JavaSparkContext.fromSparkContext(LocalSpark.shared().sparkContext());
    }

    @ParameterizedTest
    @CsvSource({
        "laion_sample_1000.snappy.parquet, laion400m, 1000",
        "laion_sample_1000.snappy.parquet, , 1000",
        "laion_sample_part.parquet, laion2b, 6000",
        "cc3m_validation_part.tsv, cc3m, 11993",
        "cc3m_validation_part.tsv, , 11993",
        "img2dataset_sha256_sample.parquet, , 2",
        "img2dataset_bbox_sample.parquet, , 1",
        "url_list.txt, , 54"
    })
    void everyRowIsLinkedWhateverThePartSize(String file, String preset, int rows) {
        List<SourcePair> pairs = pairs(METADATA.resolve(file), Optional.ofNullable(preset), 1000);

        boolean isList = file.endsWith(".txt");
        assertThat(pairs.size()).isEqualTo(rows);
        assertThat(pairs).filteredOn(pair -> !pair.isLinked()).isEmpty();
        assertThat(pairs)
                .filteredOn(pair -> pair.text().captions().isEmpty() != isList)
                .isEmpty();
        List<SourcePair> again = pairs(METADATA.resolve(file), Optional.ofNullable(preset), 777);
        assertThat(again.stream().map(WebMetadataIT::words).toList())
                .isEqualTo(pairs.stream().map(WebMetadataIT::words).toList());
    }

    private static String words(SourcePair pair) {
        return pair.key() + pair.origin() + pair.text() + pair.attributes() + pair.status();
    }

    @Test
    void digestsAreCarriedForTheDownload() {
        assertThat(pairs(METADATA.resolve("img2dataset_sha256_sample.parquet"), Optional.empty(), 10))
                .extracting(pair -> pair.attributes().tags().get("expected_hash"))
                .containsExactly(
                        "08dc1f9bc6a55a04882a2cc3ac792feca030362ddd62990c74b708fe1606ef47",
                        "08dc1f9bc6a55a04882a2cc3ac792fec7030362ddd62990c74b708fe1606ef47");
    }

    @Test
    void readsTheSampleArchivesOfWebDataset() {
        List<SourcePair> texts = pairs(METADATA.resolve("webdataset_samples/compressed.tar"), Optional.empty(), 10);
        List<SourcePair> classes = pairs(METADATA.resolve("webdataset_samples/sample.tgz"), Optional.empty(), 10);

        assertThat(texts).hasSize(3).allMatch(pair -> pair.status().label().equals("missing_image"));
        assertThat(texts).allMatch(pair -> !pair.text().caption().isEmpty());
        assertThat(classes)
                .hasSizeGreaterThan(80)
                .allMatch(pair -> pair.status().isSuccess());
        assertThat(classes)
                .allMatch(pair -> pair.text().label() >= 0 && pair.text().label() <= 9);
    }

    @Test
    void readsAwkwardCaptionsAsTheyAre() throws IOException {
        Map<String, String> captions = new HashMap<>();
        for (JsonNode one : new ObjectMapper()
                .readTree(DATA.resolve("torture/awkward_captions.json").toFile())) {
            captions.put(one.path("key").asText(), one.path("caption").asText().strip());
        }

        List<SourcePair> pairs = pairs(DATA.resolve("torture/tars/awkward_captions-00000.tar"), Optional.empty(), 10);

        assertThat(pairs).hasSameSizeAs(captions.keySet());
        for (SourcePair pair : pairs) {
            assertThat(pair.text().caption()).as(pair.key()).isEqualTo(captions.get(pair.key()));
        }
    }

    @Test
    void everyTortureFileIsARow() {
        assertThat(pairs(DATA.resolve("torture/images"), Optional.empty(), 10)).hasSize(134);
        assertThat(pairs(DATA.resolve("torture/near_duplicates"), Optional.empty(), 10))
                .hasSize(100);
        assertThat(pairs(DATA.resolve("torture/tars"), Optional.empty(), 10))
                .extracting(pair -> pair.status().label())
                .containsOnly("success", "missing_image", "invalid_metadata", "invalid_utf8", "broken_file");
    }

    private static List<SourcePair> pairs(Path path, Optional<String> preset, int rowsPerPart) {
        SourceConfig config = new SourceConfig(
                path.toString(), SourceKind.AUTO, preset, Optional.empty(), List.of("a photo of a {c}"), Map.of());
        Configuration hadoop = spark.hadoopConfiguration();
        List<SourcePair> pairs = new ArrayList<>();
        for (SourcePart part : PairSource.named(config, new SourceLimits(MAX_IMAGE_BYTES, rowsPerPart), hadoop)
                .parts(spark, 0)) {
            part.pairs(hadoop).forEachRemaining(pairs::add);
        }
        return pairs;
    }
}
