package org.clipspark.prep;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PrepCommandIT {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void printsTheResultAsOneObject() throws IOException {
        Path source = SmallSources.parquet(folder.resolve("in/a.parquet"), 0, 10);

        int code = run("source.path=" + source, "output=" + folder.resolve("out"));

        assertThat(code).isZero();
        JsonNode result = new ObjectMapper().readTree(out.toString());
        assertThat(result.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("rows_in", "rows_out", "rejected", "shards", "seconds");
        assertThat(result.get("rows_in").longValue()).isEqualTo(10);
        assertThat(result.get("rejected").isObject()).isTrue();
        assertThat(result.get("seconds").doubleValue()).isPositive();
    }

    @Test
    void mistakesOfTheCallerAreOneLineAndCodeTwo() throws IOException {
        Path missing = folder.resolve("missing.parquet");
        assertThat(run("source.path=" + missing, "output=" + folder.resolve("out")))
                .isEqualTo(2);
        assertThat(err).hasToString("prep: source path names no file or folder: " + missing + System.lineSeparator());

        err.getBuffer().setLength(0);
        assertThat(run("sorce.path=x")).isEqualTo(2);
        assertThat(err.toString()).contains("did you mean 'source'?").hasLineCount(1);
    }

    @Test
    void unusableDataIsOneLineAndCodeOne() throws IOException {
        Path source = SmallSources.pairs(folder.resolve("in/a.parquet"), List.of());

        assertThat(run("source.path=" + source, "output=" + folder.resolve("out")))
                .isEqualTo(1);

        assertThat(err.toString())
                .startsWith("prep: No usable pair in " + source + ": 0 rows read")
                .hasLineCount(1);
        assertThat(folder.resolve("out/manifest.json")).doesNotExist();
    }

    private int run(String... overrides) {
        List<String> arguments = new ArrayList<>(
                List.of("run", "--json", "--conf-file", PrepRuns.config(folder).toString()));
        for (String override : overrides) {
            arguments.addAll(List.of("--set", override));
        }
        CommandLine command = PrepCommand.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments.toArray(String[]::new));
    }
}
