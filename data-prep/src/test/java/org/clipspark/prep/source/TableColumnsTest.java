package org.clipspark.prep.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableColumnsTest {
    @Test
    void findsColumnsByTheHeader() {
        TableColumns columns = columns(Map.of(), "Label", "caption", "path");

        assertThat(columns.hasHeader()).isTrue();
        assertThat(columns.cell(List.of("3", " a dog ", "x.jpg"), "caption")).isEqualTo("a dog");
        assertThat(columns.cell(List.of("3"), "image")).isEmpty();
        assertThat(columns.cell(List.of("3"), "class")).isEmpty();
    }

    @Test
    void takesPathAndCaptionWithoutAHeader() {
        TableColumns columns = columns(Map.of(), "x.jpg", "a dog");

        assertThat(columns.hasHeader()).isFalse();
        assertThat(columns.cell(List.of("x.jpg", "a dog"), "image")).isEqualTo("x.jpg");
    }

    @Test
    void refusesMissingColumnsAndNamesThoseFound() {
        assertThatThrownBy(() -> columns(Map.of("caption", "alt"), "path", "words"))
                .isInstanceOf(UnreadableSourceException.class)
                .hasMessage("t.csv: no column 'alt' (source.columns.caption), found: path, words");
        assertThatThrownBy(() -> columns(Map.of(), "only"))
                .hasMessage("t.csv: expected at least two columns, the path of an image and a caption, found: only");
    }

    private static TableColumns columns(Map<String, String> named, String... firstRow) {
        SourceConfig config = new SourceConfig("t.csv", SourceKind.TABLE, List.of(), named);
        return TableColumns.of("t.csv", List.of(firstRow), config);
    }
}
