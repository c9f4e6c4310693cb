package org.clipspark.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code clip doctor} on the machine that this runs on. */
class DoctorCommandIT {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();

    @Test
    void loadsTheNativesOfThisMachineAndPrintsOneLineForEachFinding() {
        assertThat(doctor("--output=" + folder.resolve("runs"))).isZero();

        assertThat(out.toString())
                .contains("java        17.")
                .contains("natives     ND4J CpuBackend, oneDNN 3.")
                .contains("blas        OpenBLAS takes this processor for ")
                .contains(folder.resolve("runs") + " can be written");
        assertThat(out.toString().lines()).allMatch(line -> line.matches("(ok|warning|FAILURE) +[a-z]+ +.+"));
        assertThat(folder.resolve("runs")).isEmptyDirectory();
    }

    @Test
    void failsIfARunWouldAndSaysWhyAsJson() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");

        assertThat(doctor("--json", "--output=" + file, "--spark-conf=spark.network.crypto.enabled=true"))
                .isEqualTo(1);

        JsonNode result = new ObjectMapper().readTree(out.toString());
        assertThat(result.path("ok").asBoolean()).isFalse();
        assertThat(failures(result)).containsExactlyInAnyOrder("storage", "encryption");
    }

    private static List<String> failures(JsonNode result) {
        List<String> checks = new ArrayList<>();
        for (JsonNode finding : result.path("findings")) {
            if (finding.path("level").asText().equals("failure")) {
                assertThat(finding.path("fix").asText()).isNotBlank();
                checks.add(finding.path("check").asText());
            }
        }
        return checks;
    }

    private int doctor(String... options) {
        CommandLine command = ClipJob.commandLine();
        command.setOut(new PrintWriter(out, true));
        List<String> arguments = new ArrayList<>(List.of("doctor"));
        arguments.addAll(List.of(options));
        return command.execute(arguments.toArray(String[]::new));
    }
}
