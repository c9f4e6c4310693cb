package org.clipspark.prep.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.clipspark.prep.metadata.ColumnNames.Carrier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The columns that each collection is published with, and what is read of them. */
class PresetTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "laion400m | SAMPLE_ID URL TEXT HEIGHT WIDTH LICENSE NSFW similarity"
                        + " | caption=TEXT license=LICENSE nsfw=NSFW similarity=similarity uid=SAMPLE_ID url=URL",
                "laion2b | SAMPLE_ID URL TEXT HEIGHT WIDTH LICENSE LANGUAGE NSFW similarity"
                        + " | caption=TEXT language=LANGUAGE license=LICENSE nsfw=NSFW similarity=similarity url=URL",
                "laion2b | URL TEXT WIDTH HEIGHT similarity hash punsafe pwatermark aesthetic LANGUAGE"
                        + " | aesthetic=aesthetic caption=TEXT language=LANGUAGE punsafe=punsafe pwatermark=pwatermark"
                        + " similarity=similarity url=URL",
                "laion2b | URL TEXT hash AESTHETIC_SCORE | aesthetic=AESTHETIC_SCORE caption=TEXT url=URL",
                "relaion | url caption similarity punsafe pwatermark key hash"
                        + " | caption=caption punsafe=punsafe pwatermark=pwatermark similarity=similarity url=url",
                "coyo700m | id url text width height image_phash text_length word_count num_tokens_bert num_tokens_gpt"
                        + " num_faces clip_similarity_vitb32 clip_similarity_vitl14 nsfw_score_opennsfw2"
                        + " nsfw_score_gantman watermark_score aesthetic_score_laion_v2"
                        + " | aesthetic=aesthetic_score_laion_v2 caption=text punsafe=nsfw_score_opennsfw2"
                        + " pwatermark=watermark_score similarity=clip_similarity_vitl14 uid=id url=url",
                "datacomp | uid url text original_width original_height clip_b32_similarity_score"
                        + " clip_l14_similarity_score face_bboxes sha256"
                        + " | boxes=face_bboxes caption=text hash=sha256 similarity=clip_l14_similarity_score uid=uid"
                        + " url=url",
                "img2dataset | url key status error_message width height original_width original_height exif sha256"
                        + " jpg caption NSFW similarity LICENSE"
                        + " | caption=caption error_message=error_message image=jpg key=key license=LICENSE nsfw=NSFW"
                        + " similarity=similarity status=status url=url",
                "cc3m | caption url | caption=caption url=url",
                "cc12m | url caption | caption=caption url=url",
            })
    void readsThePublishedColumns(String preset, String columns, String expected) {
        ColumnNames names = ColumnNames.of(Map.of(), Optional.of(preset), Carrier.COLUMNS);
        List<String> published = Arrays.asList(columns.split(" "));

        String found = names.among(published).entrySet().stream()
                .map(column -> column.getKey().spelled() + "=" + column.getValue())
                .sorted()
                .collect(Collectors.joining(" "));

        assertThat(found).isEqualTo(expected);
        assertThat(names.missing(published)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"laion400m, URL", "laion2b, URL", "relaion, url", "coyo700m, url", "datacomp, url", "img2dataset, url"})
    void missesTheAddressUnderItsPublishedName(String preset, String url) {
        ColumnNames names = ColumnNames.of(Map.of(), Optional.of(preset), Carrier.COLUMNS);

        assertThat(names.missing(List.of("link", "TEXT", "caption", "text")))
                .contains("no column '" + url + "' (source.preset " + preset + ")");
    }

    @ParameterizedTest
    @CsvSource({"cc3m, CAPTION URL", "cc12m, URL CAPTION"})
    void knowsTheOrderWhereThereIsNoHeader(String preset, String order) {
        ColumnNames names = ColumnNames.of(Map.of(), Optional.of(preset), Carrier.TEXT);

        assertThat(names.positions()).extracting(ColumnRole::name).containsExactly(order.split(" "));
    }

    @Test
    void columnsWinOverThePreset() {
        ColumnNames names = ColumnNames.of(
                Map.of("similarity", "clip_b32_similarity_score", "hash", ""),
                Optional.of("datacomp"),
                Carrier.COLUMNS);

        assertThat(names.among(List.of("uid", "clip_b32_similarity_score", "clip_l14_similarity_score", "sha256")))
                .containsOnly(
                        Map.entry(ColumnRole.UID, "uid"),
                        Map.entry(ColumnRole.SIMILARITY, "clip_b32_similarity_score"));
    }
}
