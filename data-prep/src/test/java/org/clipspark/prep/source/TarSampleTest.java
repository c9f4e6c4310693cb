package org.clipspark.prep.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.clipspark.prep.metadata.ColumnNames;
import org.clipspark.prep.metadata.JsonRows;
import org.clipspark.prep.shard.PairAttributes;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.RowStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TarSampleTest {
    @ParameterizedTest
    @ValueSource(strings = {"-1", "1000000", "18446744073709551619", "3.5", "\"3\"", "true", "[3]"})
    void rejectsLabelsThatAreNoSmallWholeNumber(String label) {
        assertThat(pair("{\"label\": " + label + "}").status().label()).isEqualTo("invalid_label");
    }

    @Test
    void takesTheLargestLabelAndNoLabel() {
        assertThat(pair("{\"label\": 999999}").text().label()).isEqualTo(999_999);
        assertThat(pair("{\"label\": null}").text().label()).isEqualTo(-1);
    }

    @Test
    void takesEachCaptionOnceAndPassesOverBlankOnes() {
        SourcePair pair = pair("{\"caption\": \" a dog \", \"captions\": [\"a dog\", \"\", null, \"a hound\"]}");

        assertThat(pair.text().captions()).containsExactly("a dog", "a hound");
    }

    @Test
    void rejectsJsonThatNestsWithoutEnd() {
        SourcePair pair = pair("{\"a\":" + "[".repeat(100_000));

        assertThat(pair.status().label()).isEqualTo("invalid_metadata");
        assertThat(pair.key()).isEqualTo("k");
    }

    @Test
    void takesTheLabelOfAClassMember() {
        TarSample sample = new TarSample("k", new PairOrigin(0, "a.tar", 0));
        sample.add(new TarMember("k", TarMember.Kind.LABEL, false), "7\n".getBytes(UTF_8), 100);

        assertThat(pair(sample).text().label()).isEqualTo(7);
    }

    @Test
    void unpacksCaptionsWithinTheirLimit() throws IOException {
        TarMember packed = new TarMember("k", TarMember.Kind.TEXT, true);
        TarSample small = new TarSample("k", new PairOrigin(0, "a.tar", 0));
        small.add(packed, packed("a dog"), 1000);
        TarSample bomb = new TarSample("k", new PairOrigin(0, "a.tar", 0));
        bomb.add(packed, packed("x".repeat(1_000_000)), 2000);
        TarSample damaged = new TarSample("k", new PairOrigin(0, "a.tar", 0));
        damaged.add(packed, "no gzip".getBytes(UTF_8), 1000);

        assertThat(pair(small).text().caption()).isEqualTo("a dog");
        assertThat(pair(bomb).status()).isEqualTo(new RowStatus("caption_too_long", "more than 2000 bytes"));
        assertThat(pair(damaged).status().label()).isEqualTo("invalid_metadata");
    }

    @Test
    void takesWhatADownloaderNotedOfAnImage() {
        PairAttributes attributes = pair("{\"key\": \"other\", \"url\": \"u\", \"similarity\": 0.31, \"punsafe\": null,"
                        + " \"NSFW\": \"UNLIKELY\", \"LICENSE\": \"?\", \"sha256\": \"" + "0".repeat(64) + "\"}")
                .attributes();

        assertThat(attributes.scores()).containsOnly(Map.entry("similarity", 0.31));
        // The digest is that of the file before it was resized.
        assertThat(attributes.tags()).containsOnly(Map.entry("nsfw", "UNLIKELY"), Map.entry("license", "?"));
    }

    @Test
    void rejectsHalfASurrogatePair() {
        assertThat(pair("{\"caption\": \"a \\ud83d\"}").status().label()).isEqualTo("invalid_utf8");
    }

    private static SourcePair pair(String json) {
        TarSample sample = new TarSample("k", new PairOrigin(0, "a.tar", 0));
        sample.add(new TarMember("k", TarMember.Kind.METADATA, false), json.getBytes(UTF_8), 1 << 20);
        return pair(sample);
    }

    private static SourcePair pair(TarSample sample) {
        sample.add(new TarMember("k", TarMember.Kind.IMAGE, false), "image".getBytes(UTF_8), 100);
        ColumnNames names = ColumnNames.of(Map.of(), Optional.empty(), ColumnNames.Carrier.SIDE_FILE);
        return sample.pair(new CaptionTemplates(List.of()), new JsonRows(names));
    }

    private static byte[] packed(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }
}
