package org.clipspark.prep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.clipspark.prep.shard.ShardManifest;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forty rows, and two hundred of another source that has the same keys. */
class MixedSourcesIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WHOLE = "split.validationFraction=0.0";

    @TempDir
    static Path shared;

    private static PrepRuns runs;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() {
        runs = new PrepRuns(shared);
    }

    @BeforeEach
    void draw() throws IOException {
        SmallSources.parquet(folder.resolve("a/a.parquet"), 0, 40);
        SmallSources.parquet(folder.resolve("b/a.parquet"), 0, 200);
    }

    @Test
    void weightsLeaveRowsOutWhichTheCardCountsForEachSource() throws IOException {
        Path output = folder.resolve("out");

        PrepResult result = run(output, 0.25, "gates={maximumBadFraction: 0}");

        long left = result.rejected().getOrDefault("not_sampled", 0L);
        assertThat(result.rowsIn()).isEqualTo(240);
        assertThat(result.rejected()).containsOnlyKeys("not_sampled");
        assertThat(200 - left).isBetween(30L, 70L);
        Set<String> keys = keys(output);
        assertThat(keys).hasSize((int) (240 - left)).contains("k0000", "k0039").noneMatch(key -> key.startsWith("a/"));
        assertThat(keys.stream().filter(key -> key.startsWith("b/k"))).hasSize((int) (200 - left));
        JsonNode inputs = JSON.readTree(output.resolve("card.json").toFile()).path("inputs");
        assertThat(inputs.path(0).path("name").asText()).isEqualTo("source");
        assertThat(inputs.path(0).path("rowsOut").asLong()).isEqualTo(40);
        assertThat(inputs.path(1).path("name").asText()).isEqualTo("b");
        assertThat(inputs.path(1).path("weight").asDouble()).isEqualTo(0.25);
        assertThat(inputs.path(1).path("rowsIn").asLong()).isEqualTo(200);
        assertThat(inputs.path(1).path("rowsOut").asLong()).isEqualTo(200 - left);
        JsonNode sources = JSON.readTree(output.resolve("report.json").toFile()).path("sources");
        assertThat(sources.path(1).path("out").asLong()).isEqualTo(200 - left);
        assertThat(Files.readString(output.resolve("report.html"))).contains("<h2>Sources</h2>", "<td>b</td>");
    }

    @Test
    void aLargerWeightKeepsWhatASmallerOneKeptForAnySeedAndParts() throws IOException {
        run(folder.resolve("quarter"), 0.25);
        run(folder.resolve("half"), 0.5, "seed=2", "stage.rowsPerPart=1000");

        Set<String> quarter = keys(folder.resolve("quarter"));
        assertThat(keys(folder.resolve("half")))
                .hasSizeGreaterThan(quarter.size())
                .containsAll(quarter);
    }

    @Test
    void filesHaveAsManyImageBytesAsAsked() throws IOException {
        Path output = folder.resolve("out");

        run(output, 1, "shards={rowsPerShard: 100, imageBytesPerShard: 20000, rowGroupBytes: 65536}");

        assertThat(keys(output)).hasSize(240);
        Row images = runs.read(output, "train").selectExpr("sum(length(jpg))").first();
        ShardManifest manifest = PrepRuns.manifest(output);
        assertThat(manifest.shards())
                .hasSize((int) Math.ceil(images.getLong(0) / 20_000.0))
                .hasSizeGreaterThan(3);
    }

    private PrepResult run(Path output, double weight, String... overrides) {
        String further = "moreSources=[{name: b, weight: " + weight + ", source: {path: " + folder.resolve("b")
                + ", kind: auto, templates: [], columns: {}}}]";
        String[] all = new String[overrides.length + 2];
        all[0] = further;
        all[1] = WHOLE;
        System.arraycopy(overrides, 0, all, 2, overrides.length);
        return runs.run(folder.resolve("a"), output, all);
    }

    private static Set<String> keys(Path output) {
        Set<String> keys = new HashSet<>();
        for (Row row : runs.read(output, "train").select("key").collectAsList()) {
            keys.add(row.getString(0));
        }
        return keys;
    }
}
