package org.clipspark.prep.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts {@code a.b=value} into a tree, guided by the record that the tree will become. */
final class Overrides {
    private Overrides() {}

    static void apply(ObjectNode tree, List<String> overrides, Class<?> type, List<String> problems) {
        for (String override : overrides) {
            int equals = override.indexOf('=');
            if (equals < 1) {
                problems.add("--set " + override + ": expected key=value");
            } else {
                put(tree, override.substring(0, equals), override.substring(equals + 1), type, problems);
            }
        }
    }

    private static void put(ObjectNode tree, String path, String text, Class<?> root, List<String> problems) {
        String[] keys = path.split("\\.", -1);
        Type type = root;
        String walked = "";
        for (String key : keys) {
            Optional<Type> next = member(type, key);
            if (next.isEmpty()) {
                problems.add("--set " + unknown(walked, key, type));
                return;
            }
            type = next.get();
            walked = Words.join(walked, key);
        }
        ObjectNode parent = tree;
        for (String key : Arrays.asList(keys).subList(0, keys.length - 1)) {
            parent = parent.get(key) instanceof ObjectNode section ? section : parent.putObject(key);
        }
        parent.set(keys[keys.length - 1], value(path, text, type, problems));
    }

    private static JsonNode value(String path, String text, Type type, List<String> problems) {
        try {
            JsonNode value = YamlTree.parse("--set " + path, text);
            // A shell has no quotes left to say that a folder called 2024 is text.
            return type == String.class && !value.isTextual() && !text.isEmpty() ? new TextNode(text) : value;
        } catch (ConfigException e) {
            if (type == String.class) {
                // Captions and globs such as *.tar are no YAML, and meant as they stand.
                return new TextNode(text);
            }
            problems.add(String.valueOf(e.getMessage()));
            return TextNode.valueOf(text);
        }
    }

    private static String unknown(String path, String key, Type type) {
        return type instanceof Class<?> record && record.isRecord()
                ? Words.unknownKey(path, key, record)
                : Words.join(path, key) + ": unknown key, '" + path + "' has no keys below it";
    }

    private static Optional<Type> member(Type type, String key) {
        if (type instanceof Class<?> record && record.isRecord()) {
            return Arrays.stream(record.getRecordComponents())
                    .filter(component -> component.getName().equals(key))
                    .map(RecordComponent::getGenericType)
                    .map(Overrides::present)
                    .findFirst();
        }
        return type instanceof ParameterizedType map && map.getRawType() == Map.class
                ? Optional.of(map.getActualTypeArguments()[1])
                : Optional.empty();
    }

    private static Type present(Type type) {
        return type instanceof ParameterizedType optional && optional.getRawType() == Optional.class
                ? optional.getActualTypeArguments()[0]
                : type;
    }
}
