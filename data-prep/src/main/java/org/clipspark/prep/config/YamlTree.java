package org.clipspark.prep.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** YAML text to and from untyped trees. */
final class YamlTree {
    private static final ObjectMapper YAML = new ObjectMapper(YAMLFactory.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .disable(YAMLGenerator.Feature.SPLIT_LINES)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                    .build())
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private YamlTree() {}

    static ObjectNode read(Path file) {
        JsonNode tree = parse(file.toString(), text(file));
        if (tree.isMissingNode() || tree.isNull()) {
            return YAML.createObjectNode();
        }
        if (tree instanceof ObjectNode mapping) {
            return mapping;
        }
        throw new ConfigException(file + ": expected 'key: value' lines, got " + Words.got(tree));
    }

    /** Parses one value; nothing at all is a missing node. */
    static JsonNode parse(String origin, String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new ConfigException(origin + ": not valid YAML: " + oneLine(e), e);
        }
    }

    static String write(JsonNode tree) {
        try {
            return YAML.writeValueAsString(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("Cannot write a tree of plain values as YAML", e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigException("No such config file: " + file, e);
        } catch (CharacterCodingException e) {
            throw new ConfigException("Cannot read config file " + file + ": it is not UTF-8 text", e);
        } catch (IOException e) {
            String reason =
                    Files.isDirectory(file) ? "it is a folder" : e.getClass().getSimpleName();
            throw new ConfigException("Cannot read config file " + file + ": " + reason, e);
        }
    }

    private static String oneLine(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        String first = message.lines().findFirst().orElse("unreadable");
        return e.getLocation() == null
                ? first
                : first + " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }
}
