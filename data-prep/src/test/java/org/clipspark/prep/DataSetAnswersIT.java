package org.clipspark.prep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the commands say about a data set of 50 good pairs and three bad ones. */
class DataSetAnswersIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path shared;

    private static Path source = Path.of("");
    private static Path made = Path.of("");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void prepare() throws IOException {
        source = shared.resolve("in");
        made = shared.resolve("out");
        SmallSources.parquet(source.resolve("a.parquet"), 0, 50);
        SmallSources.pairs(
                source.resolve("b.parquet"),
                List.of(
                        SmallSources.pair("k0003", SmallSources.jpeg(3, 40, 30), "again"),
                        SmallSources.pair("<b>", "<html>".getBytes(StandardCharsets.UTF_8), "a page"),
                        SmallSources.pair("blank", SmallSources.jpeg(3, 40, 30), " ")));
        new PrepRuns(shared).run(source, made);
    }

    @Test
    void theReportCountsWhatCameInAndShowsIt() throws IOException {
        JsonNode report = JSON.readTree(made.resolve("report.json").toFile());
        assertThat(report.path("rows_in").asInt()).isEqualTo(53);
        assertThat(report.path("rows_out").asInt()).isEqualTo(50);
        assertThat(report.path("success_rate").asDouble()).isEqualTo(50 / 53.0);
        assertThat(report.path("rejected").toString())
                .isEqualTo("{\"duplicate_key\":1,\"empty_caption\":1,\"not_an_image\":1}");
        assertThat(report.path("duplicates").asInt()).isEqualTo(1);
        assertThat(report.path("statistics").path("shorterSides").toString()).isEqualTo("{\"16\":50}");
        assertThat(report.path("statistics").path("captionWords").toString()).isEqualTo("{\"2\":50}");
        assertThat(report.path("statistics").path("classes").asInt()).isEqualTo(50);
        String page = Files.readString(made.resolve("report.html"));
        assertThat(page).contains("duplicate_key", "data:image/jpeg;base64,", "stage and decide");
        assertThat(page.split("<figure>", -1)).hasSize(25);
    }

    @Test
    void verifyFindsOneFlippedByte() throws IOException {
        assertThat(command("verify", made.toString())).isZero();
        assertThat(out.toString()).contains("50 rows").endsWith("all as the manifest says" + System.lineSeparator());

        for (String file : List.of("manifest.json", "train/part-00000.parquet", "validation/part-00000.parquet")) {
            Files.createDirectories(folder.resolve(file).getParent());
            Files.copy(made.resolve(file), folder.resolve(file));
        }
        Path shard = folder.resolve("train/part-00000.parquet");
        byte[] bytes = Files.readAllBytes(shard);
        bytes[bytes.length / 2] ^= 1;
        Files.write(shard, bytes);

        assertThat(command("verify", folder.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains("train/part-00000.parquet: SHA-256")
                .contains("train/part-00001.parquet: missing")
                .contains("2 problems");
    }

    @Test
    void whyTellsTheStoryOfARow() {
        assertThat(command("why", "k0003", "--data", made.toString())).isZero();
        assertThat(out.toString())
                .contains("k0003: success", "source    a.parquet, row 3 of source 0", "image     40x30 pixels, stored")
                .contains("k0003: duplicate_key", "source    b.parquet, row 0", "found first in a.parquet at row 3");

        assertThat(command("why", "nobody", "--data", made.toString())).isEqualTo(1);
        assertThat(err.toString()).startsWith("prep: No row of " + made + " has the key or the address 'nobody'");
    }

    @Test
    void aMissedThresholdIsCodeThreeAndNoDataSet() {
        Path output = folder.resolve("out");
        assertThat(run("gates={maximumBadFraction: 0.03}")).isEqualTo(3);
        assertThat(err.toString())
                .startsWith("prep: gates.maximumBadFraction: 2 of 53 rows are bad (0.03773584905660377), at most 0.03")
                .hasLineCount(1);
        assertThat(output.resolve("manifest.json")).doesNotExist();
        assertThat(command("verify", output.toString())).isEqualTo(1);

        assertThat(run("gates={maximumBadFraction: 0.04, minimumRowsOut: 51}")).isEqualTo(3);
        assertThat(run("gates={maximumBadFraction: 0.04, minimumRowsOut: 50}")).isZero();
        assertThat(command("verify", output.toString())).isZero();
    }

    private int run(String... overrides) {
        List<String> arguments = new ArrayList<>(
                List.of("run", "--conf-file", PrepRuns.config(folder).toString(), "--set", "source.path=" + source));
        arguments.addAll(List.of("--set", "output=" + folder.resolve("out")));
        for (String override : overrides) {
            arguments.addAll(List.of("--set", override));
        }
        return command(arguments.toArray(String[]::new));
    }

    private int command(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine command = PrepCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
