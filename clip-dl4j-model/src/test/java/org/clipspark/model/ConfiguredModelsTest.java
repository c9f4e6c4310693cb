package org.clipspark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The architectures of {@code conf/model} have the sizes that open_clip gives for them. */
class ConfiguredModelsTest {
    private static ModelConfig load(String name) {
        return ModelConfig.load(Path.of("../conf/model", name + ".json"));
    }

    @Test
    void countsEveryParameterOfViTB32() {
        assertThat(ClipModel.layoutOf(load("ViT-B-32")).size()).isEqualTo(151_277_313);
    }

    @ParameterizedTest
    @CsvSource({
        "ViT-B-32-quickgelu, 151.28",
        "ViT-B-16, 149.62",
        "ViT-B-16-quickgelu, 149.62",
        "ViT-B-16-plus-240, 208.38",
        "ViT-L-14, 427.62",
        "ViT-L-14-quickgelu, 427.62",
        "ViT-L-14-336, 427.94",
        "ViT-L-14-336-quickgelu, 427.94",
        "ViT-H-14, 986.11",
        "ViT-H-14-quickgelu, 986.11",
        "ViT-g-14, 1366.68",
        "ViT-bigG-14, 2539.57",
        "ViT-bigG-14-quickgelu, 2539.57"
    })
    void countsTheParametersInMillions(String name, double millions) {
        assertThat(ClipModel.layoutOf(load(name)).size() * 1e-6).isCloseTo(millions, within(0.005));
    }

    @Test
    void countsTheOperationsOfAPairByTower() {
        ModelConfig config = load("ViT-B-32");

        ModelCost.Pair cost = ModelCost.ofPair(config);

        // Per block and token 12 D^2 multiplications in the linear maps and 2 T D in the attention; two operations
        // each.
        long image = 2 * (49L * 768 * 3072 + 12 * 50L * (12 * 768 * 768 + 2 * 50 * 768) + 768 * 512);
        long text = 2 * (12 * 77L * (12 * 512 * 512 + 2 * 77 * 512) + 512 * 512);
        assertThat(cost).isEqualTo(new ModelCost.Pair(image, text));
    }
}
