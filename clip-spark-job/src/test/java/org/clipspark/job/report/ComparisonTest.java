package org.clipspark.job.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
    @TempDir
    Path folder;

    /** A run of two steps of that many pairs, with an evaluation at its end. */
    private Path run(String name, String mode, int pairs) throws IOException {
        Path run = Files.createDirectories(folder.resolve(name));
        new RunRecord(
                        Map.of("train", Map.of("mode", mode, "replicas", 2)),
                        Map.of(),
                        new RunRecord.Inputs(
                                "",
                                List.of(),
                                RunRecord.Tombstones.NONE,
                                "",
                                "",
                                "",
                                List.of(),
                                RunRecord.Weights.DRAWN),
                        new RunRecord.Build("0123abc", Map.of(), Instant.EPOCH),
                        Map.of(),
                        List.of())
                .save(run);
        try (MetricsLog log = MetricsLog.create(run)) {
            for (int step = 1; step <= 2; step++) {
                Map<String, Double> values = Map.of("train_loss", 3.0 / step, "samples_seen", (double) step * pairs);
                log.append(new MetricsEntry(MetricsEntry.Kind.STEP, step, 1, values));
            }
            log.append(new MetricsEntry(MetricsEntry.Kind.EVALUATION, 2, 1, Map.of("zeroshot_top1", 0.25)));
        }
        return run;
    }

    private String page(Path... runs) throws IOException {
        Path page = folder.resolve("compared.html");
        Report.compare(List.of(runs), page);
        return Files.readString(page);
    }

    @Test
    void drawsRunsOverThePairsTheyHaveSeen() throws IOException {
        String page = page(run("mean", "averaging", 100), run("whole", "global", 200));

        Matcher matcher = Pattern.compile("id=\"data\">(.*?)</script>").matcher(page);
        assertThat(matcher.find()).isTrue();
        JsonNode charts = new ObjectMapper().readTree(matcher.group(1));
        assertThat(charts).hasSize(2);
        assertThat(charts.get(0).get("labels").toString()).isEqualTo("[\"mean\",\"whole\"]");
        assertThat(charts.get(0).get("columns").toString())
                .isEqualTo("[[100.0,200.0,400.0],[3.0,1.5,null],[null,3.0,1.5]]");
        assertThat(charts.get(1).get("columns").toString()).isEqualTo("[[200.0,400.0],[0.25,null],[null,0.25]]");
    }

    @Test
    void showsFinalFiguresAndWhereConfigurationsDiffer() throws IOException {
        String page = page(run("mean", "averaging", 100), run("whole", "glo<bal", 200));

        assertThat(page)
                .contains("<tr><th scope=\"row\">Zero-shot top-1</th><td>25.0 %</td><td>25.0 %</td></tr>")
                .contains("<tr><th scope=\"row\">train.mode</th><td>averaging</td><td>glo&lt;bal</td></tr>")
                .doesNotContain("train.replicas")
                .contains("<title>mean, whole – runs compared</title>");
    }

    @Test
    void tellsRunsOfOneNameApartByTheirFolders() throws IOException {
        Path first = run("a/run", "averaging", 100);
        Path second = run("b/run", "averaging", 100);

        assertThat(page(first, second)).contains("<th>" + first + "</th><th>" + second + "</th>");
    }

    @Test
    void refusesOneRunAlone() {
        assertThatThrownBy(() -> page(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A comparison has 2 to 8 runs, got 1");
    }

    @Test
    void namesAFolderThatIsNoRun() {
        assertThatThrownBy(() -> page(folder, folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("No run at " + folder + ": run.json is missing");
    }
}
