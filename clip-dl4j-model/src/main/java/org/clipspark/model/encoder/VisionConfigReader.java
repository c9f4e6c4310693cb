package org.clipspark.model.encoder;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** Tells the image towers apart as open_clip does: timm's have a name, and a ResNet has a list of layers. */
final class VisionConfigReader extends JsonDeserializer<VisionConfig> {
    @Override
    public VisionConfig deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        JsonNode node = context.readTree(parser);
        return context.readTreeAsValue(node, type(node));
    }

    private static Class<? extends VisionConfig> type(JsonNode node) {
        if (node.hasNonNull("timm_model_name")) {
            return ConvNextConfig.class;
        }
        return node.path("layers").isArray() ? ModifiedResNetConfig.class : VisionTransformerConfig.class;
    }
}
