package org.clipspark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.clipspark.model.compute.ParameterLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Configurations of ConvNeXt: sizes, names and what is refused. */
class ConvNextConfigTest {
    private static final Path CONFIGS = Path.of("..", "conf", "model");

    private static String config(String name, Object imageSize, String more) {
        return """
                {"embed_dim": 8,
                 "vision_cfg": {"timm_model_name": "%s", "timm_model_pretrained": false, "image_size": %s, %s},
                 "text_cfg": {"context_length": 4, "vocab_size": 12, "width": 8, "heads": 2, "layers": 1}}
                """.formatted(name, imageSize, more);
    }

    /** Columns: name, millions of parameters, billions of operations of the image tower, both as open_clip gives them. */
    @ParameterizedTest
    @CsvSource({
        "convnext_tiny, 92.30, 8.91",
        "convnext_small, 113.28, 17.37",
        "convnext_base, 151.52, 30.71",
        "convnext_base_w, 179.39, 40.11",
        "convnext_base_w_320, 179.39, 62.67",
        "convnext_large, 321.06, 68.72",
        "convnext_large_d, 351.77, 89.76",
        "convnext_large_d_320, 351.77, 140.25",
        "convnext_xlarge, 653.89, 159.14",
        "convnext_xxlarge, 1200.58, 395.94",
        "convnext_xxlarge_320, 1200.58, 618.65"
    })
    void hasTheSizesOfOpenClips(String name, double millions, double billions) {
        ModelConfig config = ModelConfig.load(CONFIGS.resolve(name + ".json"));

        assertThat(ClipModel.layoutOf(config).size() * 1e-6).isCloseTo(millions, within(0.005));
        assertThat(ModelCost.ofPair(config).imageOperations() * 1e-9).isCloseTo(billions, within(0.01));
    }

    @Test
    void namesItsParametersAsOpenClip() {
        ParameterLayout base = ClipModel.layoutOf(ModelConfig.load(CONFIGS.resolve("convnext_base.json")));
        ParameterLayout large = ClipModel.layoutOf(ModelConfig.load(CONFIGS.resolve("convnext_large_d.json")));
        ParameterLayout atto = ClipModel.layoutOf(
                ModelConfig.parse(config("convnext_atto", 32, "\"timm_pool\": \"avg\", \"timm_proj\": \"\"")));

        assertShape(base, "visual.trunk.stem.0.weight", 128, 3, 4, 4);
        assertShape(base, "visual.trunk.stem.0.bias", 128);
        assertShape(base, "visual.trunk.stem.1.weight", 128);
        assertShape(base, "visual.trunk.stages.1.downsample.0.bias", 128);
        assertShape(base, "visual.trunk.stages.1.downsample.1.weight", 256, 128, 2, 2);
        assertShape(base, "visual.trunk.stages.2.blocks.26.gamma", 512);
        assertShape(base, "visual.trunk.stages.2.blocks.26.conv_dw.weight", 512, 1, 7, 7);
        assertShape(base, "visual.trunk.stages.2.blocks.26.conv_dw.bias", 512);
        assertShape(base, "visual.trunk.stages.2.blocks.26.norm.weight", 512);
        assertShape(base, "visual.trunk.stages.2.blocks.26.mlp.fc1.weight", 2048, 512);
        assertShape(base, "visual.trunk.stages.2.blocks.26.mlp.fc2.bias", 512);
        assertShape(base, "visual.trunk.head.norm.weight", 1024);
        assertShape(base, "visual.head.proj.weight", 512, 1024);
        assertThat(base.find("visual.head.proj.bias")).isEmpty();
        assertThat(base.find("visual.trunk.stages.0.downsample.0.weight")).isEmpty();
        assertShape(large, "visual.head.mlp.fc1.weight", 1536, 1536);
        assertShape(large, "visual.head.mlp.fc1.bias", 1536);
        assertShape(large, "visual.head.mlp.fc2.weight", 768, 1536);
        assertThat(large.find("visual.head.mlp.fc2.bias")).isEmpty();
        assertShape(atto, "visual.trunk.stages.0.blocks.0.mlp.fc1.weight", 160, 40, 1, 1);
        assertShape(atto, "visual.trunk.head.fc.bias", 8);
    }

    private static void assertShape(ParameterLayout layout, String name, long... dimensions) {
        assertThat(layout.entry(name).shape().toArray()).as(name).containsExactly(dimensions);
    }

    @Test
    void readsBackTheConfigItWrites() {
        ModelConfig config = ModelConfig.parse(config("convnext_tiny", 64, "\"timm_drop_path\": 0.5"));

        assertThat(ModelConfig.parse(config.toJson())).isEqualTo(config);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "swin_base | 32 | \"timm_drop\": 0.0 | vision_cfg.timm_model_name 'swin_base' is not supported (expected:"
                        + " convnext_atto, convnext_base, convnext_femto, convnext_large, convnext_nano, convnext_pico,"
                        + " convnext_small, convnext_tiny, convnext_xlarge, convnext_xxlarge, test_convnext)",
                "convnext_tiny | 40 | \"timm_drop\": 0.0 | vision_cfg.image_size of a ConvNeXt must be a multiple of 32,"
                        + " got 40",
                "convnext_tiny | 32 | \"timm_drop\": 0.1 | vision_cfg.timm_drop must be 0, got 0.1",
                "convnext_tiny | 32 | \"timm_drop_path\": 1 | vision_cfg.timm_drop_path must be from 0 to below 1, got"
                        + " 1.0",
                "convnext_tiny | 32 | \"timm_pool\": \"rot_attn\" | Unknown vision_cfg.timm_pool 'rot_attn' for a"
                        + " ConvNeXt (expected: avg or empty)",
                "convnext_tiny | 32 | \"timm_proj\": \"big\" | Unknown vision_cfg.timm_proj 'big' (expected: linear, mlp,"
                        + " none or empty)",
                "convnext_tiny | 32 | \"timm_proj\": \"none\" | vision_cfg.timm_proj none needs embed_dim = 768, the"
                        + " channels of convnext_tiny, got 8",
                "convnext_tiny | 32 | \"timm_proj\": \"\", \"timm_pool\": \"\" | vision_cfg.timm_pool '' gives a vector"
                        + " per position without a timm_proj of linear or mlp (expected: avg)"
            })
    void refusesWhatItCannotBuild(String name, int imageSize, String more, String message) {
        assertThatThrownBy(() -> ModelConfig.parse(config(name, imageSize, more)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void refusesKeysOfOtherArchitectures() {
        assertThatThrownBy(() -> ModelConfig.parse(config("convnext_tiny", 32, "\"patch_size\": 4")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("key 'patch_size' is not supported here (expected: [");
    }

    @Test
    void readsRectangles() {
        ModelConfig config = ModelConfig.parse(config("convnext_atto", "[32, 64]", "\"timm_drop\": 0"));

        assertThat(config.imageLength()).isEqualTo(3 * 32 * 64);
        assertThat(ModelCost.ofStep(config, 2).arenaElements()).isPositive();
    }

    @Test
    void refusesToFetchPretrainedWeights() {
        String config = config("convnext_tiny", 32, "\"timm_drop\": 0.0")
                .replace("\"timm_model_pretrained\": false", "\"timm_model_pretrained\": true");

        assertThatThrownBy(() -> ModelConfig.parse(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vision_cfg.timm_model_pretrained must be false: import weights instead");
    }
}
