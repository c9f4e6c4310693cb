package org.clipspark.prep.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.clipspark.prep.shard.PairOrigin;
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

    private static SourcePair pair(String json) {
        TarSample sample = new TarSample("k", new PairOrigin(0, "a.tar", 0));
        sample.add(TarMember.Kind.IMAGE, "image".getBytes(UTF_8), 100);
        sample.add(TarMember.Kind.METADATA, json.getBytes(UTF_8), 1 << 20);
        return sample.pair(new CaptionTemplates(List.of()));
    }
}
