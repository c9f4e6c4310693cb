package org.clipspark.job.embed.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EmbeddingIdentityTest {
    private static final EmbeddingIdentity IDENTITY = of(Map.of("checkpoint", "c1", "split", "train"));

    private static EmbeddingIdentity of(Map<String, String> parts) {
        return new EmbeddingIdentity(new TreeMap<>(parts));
    }

    @Test
    void hashesEachPartWithItsName() {
        // printf 'checkpoint=c1\nsplit=train\n' | sha256sum
        assertThat(IDENTITY.hash()).isEqualTo("b433b3bbeb91455c34194f31e8486ff5c63bb9f529b2f1685012abe24c20413f");
        assertThat(of(Map.of("checkpoint", "c2", "split", "train")).hash()).isNotEqualTo(IDENTITY.hash());
        assertThat(of(Map.of("split", "c1", "checkpoint", "train")).hash()).isNotEqualTo(IDENTITY.hash());
    }

    @Test
    void namesWhatDiffers() {
        EmbeddingIdentity other = of(Map.of("checkpoint", "c2", "split", "train", "tombstones", "t"));

        assertThat(other.differences(IDENTITY)).containsExactly("checkpoint", "tombstones");
        assertThat(IDENTITY.differences(other)).containsExactly("checkpoint", "tombstones");
        assertThat(IDENTITY.differences(IDENTITY)).isEmpty();
    }

    @Test
    void refusesPartsThatCouldPassForOthers() {
        assertThatThrownBy(() -> of(Map.of("change", "fog\nsplit=train")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("Part 'change' of an identity must be one line of text");
    }
}
