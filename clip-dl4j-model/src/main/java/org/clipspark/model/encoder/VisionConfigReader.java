package org.clipspark.model.encoder;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** Tells the image towers apart as open_clip does: a ResNet has a list of layers. */
final class VisionConfigReader extends JsonDeserializer<VisionConfig> {
    @Override
    public VisionConfig deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        JsonNode node = context.readTree(parser);
        Class<? extends VisionConfig> type =
                node.path("layers").isArray() ? ModifiedResNetConfig.class : VisionTransformerConfig.class;
        return context.readTreeAsValue(node, type);
    }
}
