package org.clipspark.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.spark.sql.Row;
import org.clipspark.prep.export.WebDatasetExport;
import org.clipspark.prep.filter.LocalSpark;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A data set of 50 rows, and of one whose key no file could have, as tar archives. */
class WebDatasetExportIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path shared;

    private static Path data = Path.of("");

    @TempDir
    Path folder;

    @BeforeAll
    static void prepare() throws IOException {
        data = shared.resolve("data");
        SmallSources.parquet(shared.resolve("in/a.parquet"), 0, 50);
        SmallSources.pairs(
                shared.resolve("in/b.parquet"),
                List.of(SmallSources.pair("../b.c", SmallSources.jpeg(60, 40, 30), "outside")));
        runs().run(shared.resolve("in"), data);
    }

    /** Anew each time: the command ends the session that was there before. */
    private static PrepRuns runs() {
        return new PrepRuns(shared);
    }

    @Test
    void aPlainReaderFindsImageCaptionAndMetadataOfEveryRowInTheOrderOfTheShard() throws IOException {
        Path output = folder.resolve("out");

        WebDatasetExport export = export(output);

        Map<String, byte[]> members = members(output.resolve("train/00000.tar"));
        List<Row> rows = runs().read(data, "train/part-00000.parquet").collectAsList();
        List<String> names = new ArrayList<>();
        for (Row row : rows) {
            String name = row.<String>getAs("key").replace("../b.c", "%2E%2E%2Fb%2Ec");
            names.addAll(List.of(name + ".jpg", name + ".txt", name + ".json"));
            assertThat(members.get(name + ".jpg")).isEqualTo(row.<byte[]>getAs("jpg"));
            assertThat(new String(members.get(name + ".txt"), StandardCharsets.UTF_8))
                    .isEqualTo(row.<String>getAs("caption"));
            JsonNode json = JSON.readTree(members.get(name + ".json"));
            assertThat(json.path("key").asText()).isEqualTo(row.<String>getAs("key"));
            assertThat(json.path("width").asInt()).isEqualTo(row.<Integer>getAs("width"));
            assertThat(json.path("sha256").asText()).isEqualTo(row.<String>getAs("sha256"));
        }
        assertThat(members.keySet()).containsExactlyElementsOf(names);
        assertThat(export.samples()).isEqualTo(51);
        assertThat(JSON.readTree(output.resolve("train/sizes.json").toFile())
                        .path("00000.tar")
                        .asInt())
                .isEqualTo(rows.size());
    }

    @Test
    void whatIsReadBackIsWhatWasWritten() throws IOException {
        Path output = folder.resolve("out");
        export(output);

        runs().run(
                        output.resolve("*/*.tar"),
                        folder.resolve("again"),
                        "source.kind=webdataset",
                        "image.resize=no",
                        "image.skipReencode=true",
                        "split.validationFraction=0.0");

        Map<String, List<Object>> before = rows(data, "train");
        before.putAll(rows(data, "validation"));
        Map<String, List<Object>> after = rows(folder.resolve("again"), "train");
        before.put("%2E%2E%2Fb%2Ec", before.remove("../b.c"));
        assertThat(after).hasSize(51).isEqualTo(before);
    }

    @Test
    void goesOnWhereItWasCutOffAndGivesTheSameBytes() throws IOException {
        Path output = folder.resolve("out");
        Path other = folder.resolve("other");
        export(output);
        Path tar = output.resolve("train/00001.tar");
        Object kept = Files.readAttributes(output.resolve("train/00000.tar"), "lastModifiedTime,fileKey");
        Files.delete(tar);
        Files.delete(output.resolve("train/sizes.json"));

        assertThat(export(output)).isEqualTo(export(other));

        assertThat(PrepRuns.digests(output)).hasSizeGreaterThan(5).isEqualTo(PrepRuns.digests(other));
        assertThat((Object) Files.readAttributes(output.resolve("train/00000.tar"), "lastModifiedTime,fileKey"))
                .isEqualTo(kept);
    }

    @Test
    void erasedRowsAreLeftOutAndArchivesOfTwoStatesAreNotMixed() throws IOException {
        Path copy = folder.resolve("data");
        for (String file : PrepRuns.digests(data).keySet()) {
            Files.createDirectories(copy.resolve(file).getParent());
            Files.copy(data.resolve(file), copy.resolve(file));
        }
        Path output = folder.resolve("out");
        WebDatasetExport.write(LocalSpark.shared(), copy.toString(), output.toString());
        Files.writeString(copy.resolve("tombstones.txt"), "# asked to go\nk0007\nno-such-key\n");

        assertThatThrownBy(() -> WebDatasetExport.write(LocalSpark.shared(), copy.toString(), output.toString()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds archives of another data set, or of this one before rows were erased");
        Path erased = folder.resolve("erased");
        WebDatasetExport export = WebDatasetExport.write(LocalSpark.shared(), copy.toString(), erased.toString());

        assertThat(export.samples()).isEqualTo(50);
        assertThat(export.erased()).isEqualTo(1);
        for (String file : PrepRuns.digests(erased).keySet()) {
            if (file.endsWith(".tar")) {
                assertThat(members(erased.resolve(file))).doesNotContainKey("k0007.jpg");
            }
        }
    }

    @Test
    void theCommandCountsAndRefusesAFolderThatIsNotIts() throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = PrepCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        Path output = folder.resolve("out");

        assertThat(command.execute("export-webdataset", data.toString(), output.toString(), "--json"))
                .isZero();
        assertThat(JSON.readTree(out.toString()).path("samples").asInt()).isEqualTo(51);
        assertThat(JSON.readTree(out.toString()).path("erased").asInt()).isZero();

        Path foreign = Files.createDirectories(folder.resolve("foreign"));
        Files.writeString(foreign.resolve("note.txt"), "mine");
        assertThat(command.execute("export-webdataset", data.toString(), foreign.toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("holds other files (note.txt); choose a folder that is new or empty");
    }

    private static WebDatasetExport export(Path output) {
        return WebDatasetExport.write(LocalSpark.shared(), data.toString(), output.toString());
    }

    private static Map<String, List<Object>> rows(Path output, String part) {
        Map<String, List<Object>> rows = new TreeMap<>();
        for (Row row : runs().read(output, part)
                .select("key", "captions", "label", "class", "jpg")
                .collectAsList()) {
            String image = new org.clipspark.prep.shard.ImageBytes(row.getAs("jpg")).sha256();
            rows.put(
                    row.getString(0),
                    List.of(row.getList(1), String.valueOf(row.get(2)), String.valueOf(row.get(3)), image));
        }
        return rows;
    }

    private static Map<String, byte[]> members(Path file) throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        try (InputStream in = Files.newInputStream(file);
                TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextTarEntry(); entry != null; entry = tar.getNextTarEntry()) {
                assertThat(entry.getModTime()).hasTime(0);
                members.put(entry.getName(), tar.readAllBytes());
            }
        }
        return members;
    }
}
