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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    // Whatever makes a browser fetch something: attributes, style rules and script calls with an address.
    private static final Pattern LOADED = Pattern.compile(
            "(src|srcset|href|action|poster|data)\\s*=\\s*[\"']?\\s*(https?:)?//|url\\(|@import|<link|<iframe|<img|fetch\\("
                    + "|XMLHttpRequest|importScripts|WebSocket|sendBeacon|EventSource",
            Pattern.CASE_INSENSITIVE);
    private static final String HOSTILE = "</script><script>alert('x')</script>\"&{c}";

    @TempDir
    Path folder;

    @Test
    void loadsNothingFromAnywhere() {
        String page = page(evaluated(3));

        assertThat(LOADED.matcher(page).results().map(Object::toString)).isEmpty();
        assertThat(page).contains("content=\"default-src 'none';");
    }

    @Test
    void isWhole() {
        String page = page(evaluated(2));

        assertThat(page).startsWith("<!DOCTYPE html>").endsWith("</body>\n</html>\n");
        for (String element :
                List.of("html", "head", "body", "main", "table", "section", "figure", "script", "style")) {
            assertThat(count(page, "<" + element + "[ >]")).as(element).isEqualTo(count(page, "</" + element + ">"));
        }
        assertThat(page).contains("uPlot=function", "learning report".replace("learning", "training"));
    }

    @Test
    void showsFinalAndBestFigures() {
        String page = page(evaluated(3));

        // Accuracy rises by 0.2 an epoch from 0.1; the loss of training falls.
        assertThat(page).contains("<th scope=\"row\">Zero-shot top-1</th><td>50.0 %</td><td>50.0 %</td><td>3</td>");
        assertThat(page).contains("<th scope=\"row\">Training loss</th><td>1.000</td><td>1.000</td><td>3</td>");
        assertThat(page).contains("<th scope=\"row\">Training time</th><td>1 min 30 s</td><td>–</td><td>–</td>");
    }

    @Test
    void holdsEveryCurveWithItsPoints() throws IOException {
        JsonNode charts = charts(page(evaluated(3)));

        assertThat(charts).hasSize(8);
        for (JsonNode chart : charts) {
            assertThat(chart.get("columns").get(0)).hasSizeGreaterThanOrEqualTo(3);
            assertThat(chart.get("columns")).hasSize(1 + chart.get("labels").size());
        }
        assertThat(charts.get(2).get("columns").toString())
                .isEqualTo("[[10,20,30],[0.1,0.3,0.5],[0.2,0.6,1.0],[0.1,0.3,0.5]]");
    }

    @Test
    void saysSoWhereNothingWasEvaluated() {
        String page = page(List.of(step(1, 3)));

        // Validation loss, zero-shot, and retrieval both ways.
        assertThat(count(page, "Not measured in this run")).isEqualTo(4);
        assertThat(page).contains("Epoch 1 · step 10 · 0 evaluations");
    }

    @Test
    void worksBeforeTheFirstStep() {
        assertThat(count(page(List.of()), "Not measured in this run")).isEqualTo(8);
    }

    @Test
    void leavesOutWhatIsNotFinite() throws IOException {
        JsonNode charts = charts(page(List.of(step(1, Double.NaN), step(2, 2.5))));

        assertThat(charts.get(0).get("columns").toString()).isEqualTo("[[20],[2.5]]");
    }

    @Test
    void thinsOutLongCurves() throws IOException {
        List<MetricsEntry> entries = new ArrayList<>();
        for (int i = 1; i <= 5000; i++) {
            entries.add(new MetricsEntry(MetricsEntry.Kind.STEP, i, 1, Map.of("train_loss", (double) i)));
        }

        JsonNode columns = charts(page(entries)).get(0).get("columns");

        assertThat(columns.get(0)).hasSize(1000);
        assertThat(columns.get(1).get(0).asDouble()).isEqualTo(3);
        assertThat(columns.get(0).get(999).asInt()).isEqualTo(5000);
    }

    @Test
    void showsWhichParametersLearnAtWhichRate() {
        assertThat(page(evaluated(1)))
                .contains("up to 5.0E-4, decay 0.2", "3,000 in 2 tensors", "locked", "12 in 1 tensors");
    }

    @Test
    void showsWhichWeightsTrainingBeganWith() {
        assertThat(page(evaluated(1))).contains("First weights", "runs/old/", "Their SHA-256");
    }

    @Test
    void showsHostileTextAsText() {
        String page = page(evaluated(1));

        assertThat(page).doesNotContain("alert('x')").contains("&lt;/script&gt;&lt;script&gt;alert(&#39;x&#39;)");
    }

    @Test
    void namesTheSources() {
        assertThat(page(evaluated(1)))
                .contains(
                        "data/web, manifest ab: 1,234 training rows of weight 1.5, 56 validation rows; erased 7 and 1")
                .contains("1,000 keys, 992 of no row, list ff");
    }

    @Test
    void namesTheMissingFile() {
        assertThatThrownBy(() -> Report.write(folder))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage("No run at " + folder + ": run.json is missing");
    }

    private String page(List<MetricsEntry> entries) {
        new RunRecord(
                        Map.of("train", Map.of("batchSize", 128, "note", HOSTILE)),
                        Map.of("shuffle", 7L),
                        new RunRecord.Inputs(
                                "aa",
                                List.of(new RunRecord.Source(HOSTILE, "data/web", "ab", 1.5, 1234, 56, 7, 1)),
                                new RunRecord.Tombstones("ff" + HOSTILE, 1000, 992),
                                "bb",
                                "cc",
                                "dd",
                                List.of(HOSTILE),
                                new RunRecord.Weights("runs/old/" + HOSTILE, "ee")),
                        new RunRecord.Build("0123abc", Map.of("java", "17"), Instant.EPOCH),
                        Map.of(HOSTILE, HOSTILE),
                        List.of(
                                new RunRecord.ParameterGroup(5e-4, 0.2, 3000, List.of("proj", HOSTILE)),
                                new RunRecord.ParameterGroup(0, 0, 12, List.of("conv1"))))
                .save(folder);
        try (MetricsLog log = MetricsLog.create(folder)) {
            entries.forEach(log::append);
        }
        try {
            return Files.readString(Report.write(folder));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<MetricsEntry> evaluated(int epochs) {
        List<MetricsEntry> entries = new ArrayList<>();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            entries.add(step(epoch, 4.0 - epoch));
            double accuracy = (2 * epoch - 1) / 10d;
            entries.add(new MetricsEntry(
                    MetricsEntry.Kind.EVALUATION,
                    10L * epoch,
                    epoch,
                    Map.of(
                            "zeroshot_top1", accuracy,
                            "zeroshot_top5", 2 * accuracy,
                            "mean_per_class_recall", accuracy,
                            "image_to_text_r1", accuracy,
                            "image_to_text_r5", accuracy,
                            "text_to_image_r1", accuracy,
                            "validation_loss", 3.5 - epoch)));
        }
        return entries;
    }

    private static MetricsEntry step(int epoch, double loss) {
        return new MetricsEntry(
                MetricsEntry.Kind.STEP,
                10L * epoch,
                epoch,
                Map.of(
                        "train_loss",
                        loss,
                        "learning_rate",
                        1e-3 / epoch,
                        "logit_scale",
                        14.0 + epoch,
                        "pairs_per_second",
                        300.0 + epoch,
                        "train_seconds",
                        30.0 * epoch));
    }

    private static JsonNode charts(String page) throws IOException {
        Matcher matcher = Pattern.compile("id=\"data\">(.*?)</script>").matcher(page);
        assertThat(matcher.find()).isTrue();
        return new ObjectMapper().readTree(matcher.group(1));
    }

    private static long count(String page, String pattern) {
        return Pattern.compile(pattern).matcher(page).results().count();
    }
}
