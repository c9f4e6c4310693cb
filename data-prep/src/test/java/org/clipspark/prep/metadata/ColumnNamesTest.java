package org.clipspark.prep.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipspark.prep.metadata.ColumnNames.Carrier;
import org.junit.jupiter.api.Test;

class ColumnNamesTest {
    @Test
    void recognisesUsualNamesWhateverTheirCase() {
        Map<ColumnRole, String> found = names(Map.of(), Carrier.COLUMNS)
                .among(List.of("URL", "TEXT", "NSFW", "LICENSE", "LANGUAGE", "Similarity", "punsafe", "WIDTH"));

        assertThat(found)
                .containsOnly(
                        Map.entry(ColumnRole.URL, "URL"),
                        Map.entry(ColumnRole.CAPTION, "TEXT"),
                        Map.entry(ColumnRole.NSFW, "NSFW"),
                        Map.entry(ColumnRole.LICENSE, "LICENSE"),
                        Map.entry(ColumnRole.LANGUAGE, "LANGUAGE"),
                        Map.entry(ColumnRole.SIMILARITY, "Similarity"),
                        Map.entry(ColumnRole.PUNSAFE, "punsafe"));
    }

    @Test
    void takesTheExactNameOfTwoThatDifferInCaseAndElseNeither() {
        ColumnNames names = names(Map.of(), Carrier.COLUMNS);

        assertThat(names.among(List.of("URL", "url"))).containsEntry(ColumnRole.URL, "url");
        assertThat(names.among(List.of("URL", "Url"))).doesNotContainKey(ColumnRole.URL);
    }

    @Test
    void aConfiguredNameWinsAndAnEmptyOneStandsForNoColumn() {
        ColumnNames names = names(Map.of("caption", "alt text", "label", ""), Carrier.COLUMNS);

        assertThat(names.among(List.of("caption", "alt text", "label")))
                .containsOnly(Map.entry(ColumnRole.CAPTION, "alt text"));
        assertThat(names.missing(List.of("caption"))).contains("no column 'alt text' (source.columns.caption)");
    }

    @Test
    void aDigestIsComparedWithNoImageThatMayHaveBeenResizedSince() {
        assertThat(names(Map.of(), Carrier.COLUMNS).among(List.of("url", "sha256")))
                .containsKey(ColumnRole.HASH);
        assertThat(names(Map.of(), Carrier.COLUMNS).among(List.of("jpg", "sha256")))
                .doesNotContainKey(ColumnRole.HASH);
        assertThat(names(Map.of(), Carrier.SIDE_FILE).among(List.of("url", "sha256")))
                .doesNotContainKey(ColumnRole.HASH);
        assertThat(names(Map.of("hash", "sha256"), Carrier.COLUMNS).among(List.of("jpg", "sha256")))
                .containsKey(ColumnRole.HASH);
    }

    @Test
    void aStatusCountsOnlyWhereADownloaderWroteIt() {
        assertThat(names(Map.of(), Carrier.COLUMNS).among(List.of("status"))).containsKey(ColumnRole.STATUS);
        assertThat(names(Map.of(), Carrier.TEXT).among(List.of("status"))).isEmpty();
        assertThat(names(Map.of("status", "status"), Carrier.TEXT).among(List.of("status")))
                .containsKey(ColumnRole.STATUS);
    }

    @Test
    void refusesUnknownRolesAndPresetsAndNamesThoseThereAre() {
        assertThatThrownBy(() -> names(Map.of("picture", "x"), Carrier.TEXT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "columns.picture: unknown, expected one of: image, caption, captions, key, url,");
        assertThatThrownBy(() -> ColumnNames.of(Map.of(), Optional.of("laion"), Carrier.TEXT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("preset 'laion': unknown, expected one of: laion400m, laion2b, relaion, coyo700m, datacomp,"
                        + " cc3m, cc12m, img2dataset");
    }

    private static ColumnNames names(Map<String, String> columns, Carrier carrier) {
        return ColumnNames.of(columns, Optional.empty(), carrier);
    }
}
