package org.clipspark.prep.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipspark.prep.metadata.ColumnNames;
import org.clipspark.prep.metadata.ColumnRole;
import org.junit.jupiter.api.Test;

class CellColumnsTest {
    @Test
    void findsColumnsByTheHeader() {
        CellColumns columns = columns(Map.of(), "Label", "caption", " path", "URL", "LANGUAGE");

        assertThat(columns.hasHeader()).isTrue();
        assertThat(columns.indices())
                .containsOnly(
                        Map.entry(ColumnRole.LABEL, 0),
                        Map.entry(ColumnRole.CAPTION, 1),
                        Map.entry(ColumnRole.IMAGE, 2),
                        Map.entry(ColumnRole.URL, 3),
                        Map.entry(ColumnRole.LANGUAGE, 4));
    }

    @Test
    void tellsTheOrderWithoutAHeaderByWhatLooksLikeAnAddress() {
        assertThat(columns(Map.of(), "x.jpg", "a dog"))
                .isEqualTo(new CellColumns(false, Map.of(ColumnRole.IMAGE, 0, ColumnRole.CAPTION, 1)));
        assertThat(columns(Map.of(), "http://x.org/1", "a dog"))
                .isEqualTo(new CellColumns(false, Map.of(ColumnRole.URL, 0, ColumnRole.CAPTION, 1)));
        assertThat(columns(Map.of(), "a dog", "https://x.org/1"))
                .isEqualTo(new CellColumns(false, Map.of(ColumnRole.CAPTION, 0, ColumnRole.URL, 1)));
        assertThat(columns(Map.of(), "https://x.org/1")).isEqualTo(new CellColumns(false, Map.of(ColumnRole.URL, 0)));
    }

    @Test
    void passesOverAColumnWhoseNameIsSetToNothing() {
        assertThat(columns(Map.of("label", ""), "label", "caption", "path").indices())
                .doesNotContainKey(ColumnRole.LABEL);
    }

    @Test
    void aPresetWithoutAHeaderStillKnowsOne() {
        SourceConfig config =
                new SourceConfig("t.tsv", SourceKind.TABLE, Optional.of("cc3m"), Optional.empty(), List.of(), Map.of());
        SourceColumns columns = SourceColumns.of(config, ColumnNames.Carrier.TEXT);

        assertThat(CellColumns.of("t.tsv", List.of("url", "caption"), columns))
                .isEqualTo(new CellColumns(true, Map.of(ColumnRole.URL, 0, ColumnRole.CAPTION, 1)));
        assertThat(CellColumns.of("t.tsv", List.of("one", "two"), columns))
                .isEqualTo(new CellColumns(false, Map.of(ColumnRole.CAPTION, 0, ColumnRole.URL, 1)));
    }

    @Test
    void refusesMissingColumnsAndNamesThoseFound() {
        assertThatThrownBy(() -> columns(Map.of("caption", "alt"), "path", "words"))
                .isInstanceOf(UnreadableSourceException.class)
                .hasMessage("t.csv: no column 'alt' (source.columns.caption), found: path, words");
        assertThatThrownBy(() -> columns(Map.of(), "only"))
                .hasMessage("t.csv: expected at least two columns, the path of an image and a caption, found: only");
        assertThatThrownBy(() -> columns(Map.of(), "url", "width"))
                .hasMessage("t.csv: no caption column, expected 'caption', 'captions' or source.columns.caption,"
                        + " found: url, width");
    }

    private static CellColumns columns(Map<String, String> named, String... firstRow) {
        SourceConfig config = new SourceConfig("t.csv", SourceKind.TABLE, List.of(), named);
        return CellColumns.of("t.csv", List.of(firstRow), SourceColumns.of(config, ColumnNames.Carrier.TEXT));
    }
}
