package org.clipspark.model.exchange;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.clipspark.model.compute.ParameterLayout;

/** The names of {@code CLIPModel} in Hugging Face's transformers, whose attention keeps q, k and v apart. */
final class HuggingFaceNames implements TensorNames {
    private static final Pattern LAYER =
            Pattern.compile("(text|vision)_model\\.encoder\\.layers\\.(\\d{1,4})\\.(.+)\\.(weight|bias)");
    private static final List<String> ATTENTION = List.of("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj");
    private static final Map<String, String> IN_LAYER = Map.of(
            "self_attn.out_proj", "attn.out_proj",
            "layer_norm1", "ln_1",
            "layer_norm2", "ln_2",
            "mlp.fc1", "mlp.c_fc",
            "mlp.fc2", "mlp.c_proj");
    private static final Map<String, String> OF_TEXT = Map.of(
            "text_model.embeddings.token_embedding.weight", "token_embedding.weight",
            "text_model.embeddings.position_embedding.weight", "positional_embedding",
            "text_model.final_layer_norm.weight", "ln_final.weight",
            "text_model.final_layer_norm.bias", "ln_final.bias");
    // The letter that is missing in "layrnorm" is missing there.
    private static final Map<String, String> OF_VISION = Map.of(
            "vision_model.embeddings.class_embedding", "visual.class_embedding",
            "vision_model.embeddings.patch_embedding.weight", "visual.conv1.weight",
            "vision_model.embeddings.position_embedding.weight", "visual.positional_embedding",
            "vision_model.pre_layrnorm.weight", "visual.ln_pre.weight",
            "vision_model.pre_layrnorm.bias", "visual.ln_pre.bias",
            "vision_model.post_layernorm.weight", "visual.ln_post.weight",
            "vision_model.post_layernorm.bias", "visual.ln_post.bias");

    private final ParameterLayout layout;
    private final String text;

    HuggingFaceNames(ParameterLayout layout) {
        this.layout = layout;
        this.text = layout.find("text.token_embedding.weight").isPresent() ? "text." : "";
    }

    @Override
    public String scheme() {
        return "transformers";
    }

    @Override
    public Placement place(String name) {
        Matcher layer = LAYER.matcher(name);
        if (layer.matches()) {
            return inLayer(name, layer);
        }
        if (name.equals("visual_projection.weight")) {
            return Placement.transposed("visual.proj");
        }
        if (name.equals("text_projection.weight")) {
            // As a layer of its own the projection keeps its orientation, as a bare parameter it is transposed.
            String asLayer = text + name;
            return layout.find(asLayer).isPresent()
                    ? Placement.whole(asLayer)
                    : Placement.transposed(text + "text_projection");
        }
        String ofText = OF_TEXT.get(name);
        return Placement.whole(ofText != null ? text + ofText : OF_VISION.getOrDefault(name, name));
    }

    private Placement inLayer(String name, Matcher layer) {
        boolean isText = "text".equals(layer.group(1));
        String block = (isText ? text : "visual.") + "transformer.resblocks." + layer.group(2) + ".";
        String part = String.valueOf(layer.group(3));
        String kind = String.valueOf(layer.group(4));
        int attention = ATTENTION.indexOf(part);
        if (attention >= 0) {
            return new Placement(block + "attn.in_proj_" + kind, attention, ATTENTION.size(), Placement.Form.PLAIN);
        }
        String ours = IN_LAYER.get(part);
        return Placement.whole(ours == null ? name : block + ours + "." + kind);
    }

    @Override
    public boolean isBuffer(String name) {
        return name.endsWith(".embeddings.position_ids");
    }
}
