package org.clipspark.job.serve;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/** A JSON object whose keys are lists of texts. */
final class RequestBody {
    /** A caption is some dozen words; the tokenizer's work grows faster than a word's length. */
    private static final int MOST_CHARACTERS = 4000;

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final JsonNode object;
    private final int maxItems;

    private RequestBody(JsonNode object, int maxItems) {
        this.object = object;
        this.maxItems = maxItems;
    }

    /**
     * Reads it.
     *
     * @param keys that may be there
     * @throws RefusedRequestException if it is no such object
     */
    static RequestBody parse(byte[] json, Set<String> keys, int maxItems) {
        JsonNode tree;
        try {
            tree = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw bad("no JSON: " + e.getOriginalMessage().lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read bytes in memory", e);
        }
        if (!(tree instanceof ObjectNode)) {
            throw bad("expected a JSON object with the keys " + String.join(", ", keys));
        }
        tree.fieldNames().forEachRemaining(key -> {
            if (!keys.contains(key)) {
                throw bad("unknown key '" + shortened(key) + "' (expected: " + String.join(", ", keys) + ")");
            }
        });
        return new RequestBody(tree, maxItems);
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }

    static RefusedRequestException bad(String message) {
        return new RefusedRequestException(RefusedRequestException.BAD_REQUEST, message);
    }

    /** The texts under a key; none if it is not there. */
    List<String> texts(String key) {
        List<String> texts = strings(key);
        for (String text : texts) {
            if (text.length() > MOST_CHARACTERS) {
                throw new RefusedRequestException(
                        RefusedRequestException.TOO_LARGE,
                        "a text of " + key + " has " + text.length() + " characters, at most " + MOST_CHARACTERS
                                + " are accepted");
            }
        }
        return texts;
    }

    /** The bytes that texts in Base64 under a key stand for; none if it is not there. */
    List<byte[]> bytes(String key) {
        List<byte[]> all = new ArrayList<>();
        for (String text : strings(key)) {
            try {
                all.add(Base64.getDecoder().decode(text));
            } catch (IllegalArgumentException e) {
                throw bad("number " + all.size() + " of " + key + " is no Base64");
            }
        }
        return all;
    }

    private List<String> strings(String key) {
        JsonNode list = object.path(key);
        if (list.isMissingNode()) {
            return List.of();
        }
        if (!list.isArray()) {
            throw bad(key + " must be a list of texts");
        }
        if (list.size() > maxItems) {
            throw new RefusedRequestException(
                    RefusedRequestException.TOO_LARGE,
                    key + " has " + list.size() + " entries, at most " + maxItems + " are accepted");
        }
        List<String> strings = new ArrayList<>();
        for (JsonNode entry : list) {
            if (!entry.isTextual()) {
                throw bad(key + " must be a list of texts");
            }
            strings.add(entry.asText());
        }
        return strings;
    }
}
