package org.clipspark.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.clipspark.model.compute.ParameterLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelConfigTest {
    private static String json(String root, String vision, String text) {
        return """
                {"embed_dim": 8 %s,
                 "vision_cfg": {"image_size": 8, "patch_size": 4, "width": 12, "layers": 1, "head_width": 4 %s},
                 "text_cfg": {"context_length": 5, "vocab_size": 11, "width": 6, "heads": 2, "layers": 1 %s}}
                """.formatted(root, vision, text);
    }

    private static String withKey(String section, String key) {
        String added = ", " + key;
        return json(
                section.equals("root") ? added : "",
                section.equals("vision") ? added : "",
                section.equals("text") ? added : "");
    }

    @Test
    void writesEveryOptionAsItReadsIt() {
        ModelConfig config = ModelConfig.parse(json(
                ", \"custom_text\": true, \"init_logit_scale\": 2.5, \"init_logit_bias\": -10",
                ", \"ls_init_value\": 0.1, \"pool_type\": \"avg\", \"final_ln_after_pool\": true, \"no_ln_pre\": true,"
                        + " \"pos_embed_type\": \"sin_cos_2d\", \"norm_kwargs\": {\"eps\": 1e-6}",
                ", \"pool_type\": \"eos\", \"eos_id\": 5, \"no_causal_mask\": true, \"proj_bias\": true,"
                        + " \"act_kwargs\": {\"approximate\": \"tanh\"}"));

        assertThat(ModelConfig.parse(config.toJson())).isEqualTo(config);
        assertThat(config.toJson()).contains("\"sin_cos_2d\"", "\"eos\"", "\"avg\"", "\"tanh\"");
    }

    @Test
    void leavesOutWhatTheFileLeavesOut() {
        assertThat(ModelConfig.parse(json("", "", "")).toJson())
                .doesNotContain("pool_type", "custom_text", "norm_kwargs", "init_logit_bias", "null");
    }

    @Test
    void putsACustomTextTowerUnderItsPrefix() {
        ParameterLayout plain = ClipModel.layoutOf(ModelConfig.parse(json("", "", "")));
        ParameterLayout custom = ClipModel.layoutOf(ModelConfig.parse(json(", \"custom_text\": true", "", "")));

        assertThat(plain.entry("token_embedding.weight").shape())
                .isEqualTo(custom.entry("text.token_embedding.weight").shape());
        assertThat(custom.entries())
                .extracting(ParameterLayout.Entry::name)
                .allMatch(name -> name.startsWith("text.") || name.startsWith("visual.") || name.startsWith("logit_"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vision | \"pool_type\": \"max\" | Unknown vision_cfg.pool_type 'max' (expected: tok, avg)",
                "vision | \"pool_type\": \"none\" | a contrastive model needs one per image (expected: tok, avg)",
                "vision | \"pos_embed_type\": \"rotary\" | (expected: learnable, sin_cos_2d)",
                "vision | \"attentional_pool\": true, \"attn_pooler_heads\": 3 | embed_dim=8 heads=3",
                "vision | \"attentional_pool\": true, \"attn_pooler_queries\": 0 | got queries=0",
                "vision | \"norm_kwargs\": {\"eps\": 0} | norm_kwargs.eps must lie between 0 and 1, got 0.0",
                "vision | \"ls_init_value\": \"NaN\" | LayerScale must begin with a number, got NaN",
                "vision | \"act_kwargs\": {\"approximate\": \"erf\"} | Unknown act_kwargs.approximate 'erf'",
                "vision | \"patch_dropout\": 1 | vision_cfg.patch_dropout must be at least 0 and less than 1, got 1.0",
                "vision | \"timm_model_name\": \"vit\" | vision_cfg.timm_model_name 'vit' is not supported (expected: ",
                "text | \"pool_type\": \"mean\" | Unknown text_cfg.pool_type 'mean'",
                "text | \"eos_id\": 11 | text_cfg.eos_id must lie within the vocabulary of 11, got 11",
                "text | \"tokenizer_kwargs\": {\"clean\": \"upper\"} | 'upper' (expected: lower, whitespace, canonicalize)",
                "text | \"tokenizer_kwargs\": {\"reduction_mask\": \"simple\"} | key 'reduction_mask' is not supported here",
                "root | \"init_logit_bias\": \"Infinity\" | init_logit_bias must be a number, got Infinity",
                "root | \"multimodal_cfg\": {} | key 'multimodal_cfg' is not supported here"
            })
    void namesTheOptionThatIsAtFault(String section, String key, String message) {
        assertThatThrownBy(() -> ModelConfig.parse(withKey(section, key)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void refusesArgumentsOfGeluForQuickGelu() {
        String text = json(", \"quick_gelu\": true", "", ", \"act_kwargs\": {\"approximate\": \"tanh\"}");

        assertThatThrownBy(() -> ModelConfig.parse(text))
                .hasMessage("act_kwargs.approximate belongs to GELU, not to quick_gelu");
    }

    @Test
    void anotherShareOfPatchesCanBeLeftOut() {
        ModelConfig config = ModelConfig.parse(json("", ", \"patch_dropout\": 0.25", ""));

        assertThat(config.withPatchDropout(0.25)).isEqualTo(config);
        assertThat(config.withPatchDropout(0.5).toJson()).contains("\"patch_dropout\" : 0.5");
        assertThatThrownBy(() -> config.withPatchDropout(-1)).hasMessageContaining("vision_cfg.patch_dropout must be");
    }

    @Test
    void onlyATowerWithPatchesLeavesSomeOut() {
        ModelConfig resNet = ModelConfig.parse("""
                {"embed_dim": 16,
                 "vision_cfg": {"image_size": 32, "layers": [1, 1, 1, 1], "width": 8},
                 "text_cfg": {"context_length": 8, "vocab_size": 20, "width": 24, "heads": 2, "layers": 1}}
                """);

        assertThat(resNet.withPatchDropout(0)).isEqualTo(resNet);
        assertThatThrownBy(() -> resNet.withPatchDropout(0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("vision_cfg.patch_dropout needs an image tower with patches, got 0.5");
    }

    @Test
    void refusesAMeanOverNoQueries() {
        String text = json(
                "",
                ", \"attentional_pool\": true, \"attn_pooler_queries\": 1, \"attn_pooler_heads\": 2, \"pool_type\": \"avg\"",
                "");

        assertThatThrownBy(() -> ModelConfig.parse(text)).hasMessageContaining("needs attn_pooler_queries >= 2, got 1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "-8 | image_size must be 1 to 16384 pixels on each side, got -8",
                "[8, 0] | got [8, 0]",
                "[8] | image_size must be a whole number or [height, width], got [8]",
                "8.5 | image_size must be a whole number or [height, width], got 8.5",
                "\"8\" | image_size must be a whole number or [height, width], got \"8\"",
                "[8, 10] | must be a multiple of vision_cfg.patch_size, got [8, 10] and 4",
                "null | image_size"
            })
    void refusesImpossibleImageSizes(String size, String message) {
        String text = json("", "", "").replaceFirst("\"image_size\": \\d+", "\"image_size\": " + size);

        assertThatThrownBy(() -> ModelConfig.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void readsRectanglesAndWritesThemBack() {
        String text = json("", "", "").replaceFirst("\"image_size\": \\d+", "\"image_size\": [8, 12]");

        ModelConfig config = ModelConfig.parse(text);

        assertThat(config.vision().size()).hasToString("[8, 12]");
        assertThat(config.vision().patches()).isEqualTo(6);
        assertThat(ModelConfig.parse(config.toJson())).isEqualTo(config);
    }

    @Test
    void refusesSinCosPositionsOfOddWidth() {
        String text = json("", ", \"pos_embed_type\": \"sin_cos_2d\"", "")
                .replace("\"width\": 12", "\"width\": 6")
                .replace("\"head_width\": 4", "\"head_width\": 3");

        assertThatThrownBy(() -> ModelConfig.parse(text)).hasMessageContaining("a multiple of 4, got 6");
    }
}
