package org.clipspark.prep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the commands say about a data set of 50 good pairs and three bad ones. */
class DataSetAnswersIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path output = Path.of("");

    @BeforeEach
    void prepare() throws IOException {
        output = folder.resolve("out");
        SmallSources.parquet(folder.resolve("in/a.parquet"), 0, 50);
        SmallSources.pairs(
                folder.resolve("in/b.parquet"),
                List.of(
                        SmallSources.pair("k0003", SmallSources.jpeg(3, 40, 30), "again"),
                        SmallSources.pair("<b>", "<html>".getBytes(java.nio.charset.StandardCharsets.UTF_8), "a page"),
                        SmallSources.pair("blank", SmallSources.jpeg(3, 40, 30), " ")));
    }

    @Test
    void theReportCountsWhatCameInAndShowsIt() throws IOException {
        assertThat(run()).as(err.toString()).isZero();

        JsonNode report = JSON.readTree(output.resolve("report.json").toFile());
        assertThat(report.path("rows_in").asInt()).isEqualTo(53);
        assertThat(report.path("rows_out").asInt()).isEqualTo(50);
        assertThat(report.path("success_rate").asDouble()).isEqualTo(50 / 53.0);
        assertThat(report.path("rejected").toString())
                .isEqualTo("{\"duplicate_key\":1,\"empty_caption\":1,\"not_an_image\":1}");
        assertThat(report.path("duplicates").asInt()).isEqualTo(1);
        assertThat(report.path("statistics").path("shorterSides").toString()).isEqualTo("{\"16\":50}");
        assertThat(report.path("statistics").path("captionWords").toString()).isEqualTo("{\"2\":50}");
        assertThat(report.path("statistics").path("classes").asInt()).isEqualTo(50);
        String page = Files.readString(output.resolve("report.html"));
        assertThat(page).contains("duplicate_key", "data:image/jpeg;base64,", "stage and decide");
        assertThat(page.split("<figure>", -1)).hasSize(25);
    }

    @Test
    void verifyFindsOneFlippedByte() throws IOException {
        assertThat(run()).as(err.toString()).isZero();
        assertThat(command("verify", output.toString())).isZero();
        assertThat(out.toString()).contains("50 rows").endsWith("all as the manifest says" + System.lineSeparator());

        Path shard = output.resolve("train/part-00000.parquet");
        byte[] bytes = Files.readAllBytes(shard);
        bytes[bytes.length / 2] ^= 1;
        Files.write(shard, bytes);
        // Hadoop keeps a sum of its own beside local files and would notice first.
        Files.delete(shard.resolveSibling(".part-00000.parquet.crc"));
        Files.delete(output.resolve("train/part-00001.parquet"));

        assertThat(command("verify", output.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains("train/part-00000.parquet: SHA-256")
                .contains("train/part-00001.parquet: missing")
                .contains("2 problems");
    }

    @Test
    void whyTellsTheStoryOfARow() {
        assertThat(run()).as(err.toString()).isZero();

        assertThat(command("why", "k0003", "--data", output.toString())).isZero();
        assertThat(out.toString())
                .contains("k0003: success", "source    a.parquet, row 3 of source 0", "image     40x30 pixels, stored")
                .contains("k0003: duplicate_key", "source    b.parquet, row 0", "found first in a.parquet at row 3");

        assertThat(command("why", "nobody", "--data", output.toString())).isEqualTo(1);
        assertThat(err.toString()).startsWith("prep: No row of " + output + " has the key or the address 'nobody'");
    }

    @Test
    void aMissedThresholdIsCodeThreeAndNoDataSet() {
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
        List<String> arguments = new java.util.ArrayList<>(List.of(
                "run",
                "--conf-file",
                PrepRuns.config(folder).toString(),
                "--set",
                "source.path=" + folder.resolve("in")));
        arguments.addAll(List.of("--set", "output=" + output));
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
