package org.clipspark.prep.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.clipspark.prep.shard.ImageBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SampleNameTest {
    @ParameterizedTest
    @CsvSource({
        "000000123, 000000123",
        "a_b-C9, a_b-C9",
        "a.tar#3, a%2Etar%233",
        "dir/cat.jpg, dir%2Fcat%2Ejpg",
        "100%, 100%25",
        "é, %C3%A9",
        "__meta__, %5F_meta__",
        "_meta, _meta",
        "..,%2E%2E"
    })
    void staysOneWordWithoutADot(String key, String name) {
        assertThat(SampleName.of(key)).isEqualTo(name);
    }

    @Test
    void fitsEveryKindOfTar() {
        String key = "https://example.org/" + "long/".repeat(50) + "cat.jpg";

        assertThat(SampleName.of("k".repeat(90))).isEqualTo("k".repeat(90));
        assertThat(SampleName.of(key))
                .isEqualTo(new ImageBytes(key.getBytes(java.nio.charset.StandardCharsets.UTF_8)).sha256());
    }
}
