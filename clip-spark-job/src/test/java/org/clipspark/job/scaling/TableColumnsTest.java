package org.clipspark.job.scaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableColumnsTest {
    private static final String TABLE = """
            model,gmacs,samples,set,data,acc1
            "B, large",10,1e9,in,web,0.75
            S,2,1e9,in,web,0.5
            S,2,1e9,coco,web,
            "T ""tiny"" one",1,1e9,in,clean,0.25
            """;

    private static Map<String, List<ScalingPoint>> read(String table, TableColumns columns) {
        return columns.points("models.csv", CsvTable.parse("models.csv", table));
    }

    private static TableColumns columns(String compute, ScalingMetric.Unit unit, String group) {
        return new TableColumns(compute, new ScalingMetric("acc1", true, unit), group, "model", Map.of("set", "in"));
    }

    @Test
    void multipliesColumnsAndTurnsAccuracyIntoError() {
        Map<String, List<ScalingPoint>> points = read(TABLE, columns("gmacs*samples", ScalingMetric.Unit.FRACTION, ""));

        assertThat(points.get(""))
                .containsExactly(
                        new ScalingPoint("B, large", 1e10, 0.25),
                        new ScalingPoint("S", 2e9, 0.5),
                        new ScalingPoint("T \"tiny\" one", 1e9, 0.75));
    }

    @Test
    void groupsByAColumn() {
        Map<String, List<ScalingPoint>> points = read(TABLE, columns("gmacs", ScalingMetric.Unit.FRACTION, "data"));

        assertThat(points.keySet()).containsExactly("web", "clean");
        assertThat(points.get("web")).hasSize(2);
    }

    @Test
    void readsPercentAndRowsWithoutNames() {
        TableColumns columns =
                new TableColumns("c", new ScalingMetric("e", false, ScalingMetric.Unit.PERCENT), "", "", Map.of());

        assertThat(read("\uFEFFc,e\r\n5,40\r\n\r\n6,30", columns).get(""))
                .containsExactly(new ScalingPoint("row 1", 5, 0.4), new ScalingPoint("row 2", 6, 0.3));
    }

    @Test
    void refusesTheWrongUnit() {
        assertThatThrownBy(() -> read(TABLE, columns("gmacs", ScalingMetric.Unit.PERCENT, "")))
                .hasMessage("No value of acc1 is above 1: these are fractions, not percent; say --unit fraction");
        assertThatThrownBy(() -> read(TABLE.replace("0.75", "75"), columns("gmacs", ScalingMetric.Unit.FRACTION, "")))
                .hasMessage("acc1 of B, large is 75.0, expected 0 to 1 as a fraction");
        assertThatThrownBy(() -> ScalingMetric.Unit.named("points"))
                .hasMessage("Unknown unit 'points' (expected: fraction, percent)");
    }

    @Test
    void namesWhatIsWrongWithATable() {
        assertThatThrownBy(() -> read(TABLE, columns("flops", ScalingMetric.Unit.FRACTION, "")))
                .hasMessage("models.csv has no column 'flops' (it has: model, gmacs, samples, set, data, acc1)");
        assertThatThrownBy(() -> read(TABLE, columns("data", ScalingMetric.Unit.FRACTION, "")))
                .hasMessage("Row 1 has 'web' in column 'data', expected a number");
        assertThatThrownBy(() -> CsvTable.parse("t", "a,b\n1\n"))
                .hasMessage("Row 1 of t has 1 cells, expected 2 as its header");
        assertThatThrownBy(() -> CsvTable.parse("t", "a,a\n")).hasMessage("t names a column twice: [a, a]");
        assertThatThrownBy(() -> CsvTable.parse("t", "a\n\"b")).hasMessage("t ends within a quote");
        assertThatThrownBy(() -> CsvTable.parse("t", "a\n\"b\"c\n"))
                .hasMessage("Row 1 of t has text after a closing quote: 'b'");
        assertThatThrownBy(() -> CsvTable.parse("t", "")).hasMessage("t is empty, expected a header and rows");
        assertThatThrownBy(() ->
                        read("model,gmacs,set,acc1\nS,1,out,0.5\n", columns("gmacs", ScalingMetric.Unit.FRACTION, "")))
                .hasMessage("models.csv has no row with acc1 where {set=in}");
    }

    @Test
    void refusesBytesThatAreNoText(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("t.csv"), "é".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> CsvTable.load(file)).hasMessage(file + " is no UTF-8 text");
    }
}
