package org.clipspark.prep.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TableRowsTest {
    @Test
    void readsQuotedCellsWithCommasLineEndsAndQuotes() throws IOException {
        assertThat(rows(TextFormat.COMMAS, "a.jpg,\"a dog, a \"\"good\"\"\none\",3\r\nb.jpg,a cat,\n"))
                .containsExactly(List.of("a.jpg", "a dog, a \"good\"\none", "3"), List.of("b.jpg", "a cat", ""));
    }

    @Test
    void takesQuotesAsTheyAreBetweenTabs() throws IOException {
        assertThat(rows(TextFormat.TABS, "a.jpg\t\"a dog\nb.jpg\ta, b"))
                .containsExactly(List.of("a.jpg", "\"a dog"), List.of("b.jpg", "a, b"));
    }

    @Test
    void passesOverByteOrderMarkAndBlankLines() throws IOException {
        assertThat(rows(TextFormat.COMMAS, "\uFEFFpath,caption\n\n  \na,b\n"))
                .containsExactly(List.of("path", "caption"), List.of("a", "b"));
        assertThat(rows(TextFormat.COMMAS, "")).isEmpty();
    }

    @Test
    void stopsAtAQuoteThatIsNeverClosed() {
        assertThatThrownBy(() -> rows(TextFormat.COMMAS, "a,\"b\n" + "c,d\n".repeat(10)))
                .isInstanceOf(IOException.class)
                .hasMessage("a quote is never closed");
        assertThatThrownBy(() -> rows(TextFormat.COMMAS, "a".repeat(5_000_000)))
                .isInstanceOf(IOException.class)
                .hasMessage("a row is longer than 4194304 bytes");
    }

    private static List<List<String>> rows(TextFormat format, String text) throws IOException {
        List<List<String>> all = new ArrayList<>();
        try (TableRows rows =
                new TableRows(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), format, 0)) {
            for (Optional<TextRow> row = rows.next(); row.isPresent(); row = rows.next()) {
                all.add(row.get().cells());
            }
        }
        return all;
    }
}
