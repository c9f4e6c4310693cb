package org.clipspark.prep.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.RowStatus;

/** The members of one sample, gathered until the next one begins. */
final class TarSample {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String key;
    private final PairOrigin origin;
    private final Map<TarMember.Kind, byte[]> members = new EnumMap<>(TarMember.Kind.class);
    private Optional<RowStatus> problem = Optional.empty();

    TarSample(String key, PairOrigin origin) {
        this.key = key;
        this.origin = origin;
    }

    /** Whether a member of this name is part of this sample; a second image of the same key begins another one. */
    boolean takes(TarMember member) {
        return key.equals(member.key()) && !members.containsKey(member.kind());
    }

    void add(TarMember.Kind kind, byte[] content, long limit) {
        if (content.length > limit) {
            members.put(kind, new byte[0]);
            problem = Optional.of(
                    switch (kind) {
                        case IMAGE -> FileBytes.tooManyBytes(limit);
                        case TEXT -> new RowStatus("caption_too_long", "more than " + limit + " bytes");
                        default -> new RowStatus("invalid_metadata", "more than " + limit + " bytes of JSON");
                    });
        } else {
            members.put(kind, content);
        }
    }

    String key() {
        return key;
    }

    SourcePair pair(CaptionTemplates templates) {
        if (problem.isPresent()) {
            return SourcePair.rejected(origin, key, PairText.NONE, problem.get());
        }
        try {
            String text = utf8(content(TarMember.Kind.TEXT));
            return described(text, metadata(), templates);
        } catch (CharacterCodingException e) {
            return SourcePair.rejected(
                    origin, key, PairText.NONE, new RowStatus("invalid_utf8", "the caption is not UTF-8 text"));
        } catch (JsonProcessingException e) {
            String message = e.getOriginalMessage().lines().findFirst().orElse("");
            return SourcePair.rejected(origin, key, PairText.NONE, new RowStatus("invalid_metadata", message));
        } catch (IOException e) {
            String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            return SourcePair.rejected(origin, key, PairText.NONE, new RowStatus("invalid_metadata", message));
        }
    }

    private SourcePair described(String text, JsonNode metadata, CaptionTemplates templates) {
        JsonNode label = metadata.path("label");
        boolean hasLabel = !label.isMissingNode() && !label.isNull();
        if (hasLabel && !isLabel(label)) {
            return SourcePair.rejected(origin, key, PairText.NONE, Labels.invalid(label));
        }
        PairText words = new PairText(
                captions(text, metadata),
                metadata.path("url").asText(""),
                hasLabel ? label.intValue() : PairText.NO_LABEL,
                metadata.path("class").asText("").strip());
        byte[] image = content(TarMember.Kind.IMAGE);
        return SourcePair.found(origin, key, templates.fill(words, key), new ImageBytes(image));
    }

    private static boolean isLabel(JsonNode label) {
        // A number beyond 64 bits would lose its upper bits and become some other label.
        return label.isIntegralNumber()
                && label.canConvertToLong()
                && label.longValue() >= 0
                && Labels.isValid(label.longValue());
    }

    private static List<String> captions(String text, JsonNode metadata) {
        Set<String> captions = new LinkedHashSet<>();
        add(captions, text);
        add(captions, metadata.path("caption").asText(""));
        for (JsonNode caption : metadata.path("captions")) {
            add(captions, caption.asText(""));
        }
        return List.copyOf(captions);
    }

    private static void add(Set<String> captions, String caption) {
        if (!caption.isBlank()) {
            captions.add(caption.strip());
        }
    }

    private JsonNode metadata() throws IOException {
        byte[] content = content(TarMember.Kind.METADATA);
        if (content.length == 0) {
            return JSON.createObjectNode();
        }
        JsonNode tree = JSON.readTree(content);
        if (!tree.isObject()) {
            throw new IOException("the JSON is no object");
        }
        return tree;
    }

    private byte[] content(TarMember.Kind kind) {
        return members.getOrDefault(kind, new byte[0]);
    }

    private static String utf8(byte[] bytes) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes))
                .toString();
    }
}
