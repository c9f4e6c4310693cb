package org.clipspark.prep.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns a tree into records and collects everything that is wrong with it. */
final class RecordBinder {
    private final List<String> problems;

    RecordBinder(List<String> problems) {
        this.problems = problems;
    }

    /** The record; where problems were found there is none, and the result must not be used. */
    <T extends Record> @Nullable T bind(JsonNode tree, Class<T> type) {
        return type.cast(record("", tree, type));
    }

    private @Nullable Object value(String path, JsonNode node, Type type) {
        if (type instanceof ParameterizedType generic) {
            return container(path, node, generic);
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalArgumentException(path + ": a config record cannot have a component of type " + type);
        }
        if (node.isMissingNode()) {
            return problem(path + ": missing key, expected " + Scalars.expected(plain));
        }
        if (plain.isRecord()) {
            return record(path, node, plain);
        }
        Optional<Object> scalar = Scalars.read(node, plain);
        return scalar.isPresent()
                ? scalar.get()
                : problem(path + ": expected " + Scalars.expected(plain) + ", got " + Words.got(node)
                        + Scalars.hint(node, plain));
    }

    private @Nullable Object container(String path, JsonNode node, ParameterizedType type) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == Optional.class) {
            if (node.isMissingNode() || node.isNull()) {
                return Optional.empty();
            }
            return Optional.ofNullable(value(path, node, arguments[0]));
        }
        if (type.getRawType() == List.class) {
            return list(path, node, arguments[0]);
        }
        if (type.getRawType() == Map.class) {
            return map(path, node, arguments[1]);
        }
        throw new IllegalArgumentException(path + ": a config record cannot have a component of type " + type);
    }

    private @Nullable Object list(String path, JsonNode node, Type elementType) {
        if (!node.isArray()) {
            return problem(path + ": expected a list, got " + Words.got(node));
        }
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < node.size(); i++) {
            Object element = value(path + "[" + i + "]", node.get(i), elementType);
            if (element != null) {
                list.add(element);
            }
        }
        return list;
    }

    private @Nullable Object map(String path, JsonNode node, Type elementType) {
        if (!node.isObject()) {
            return problem(path + ": expected a section of 'name: value' lines, got " + Words.got(node));
        }
        Map<String, Object> map = new LinkedHashMap<>();
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            Object element = value(Words.join(path, name), node.path(name), elementType);
            if (element != null) {
                map.put(name, element);
            }
        }
        return map;
    }

    private @Nullable Object record(String path, JsonNode node, Class<?> type) {
        if (!node.isObject()) {
            return problem(
                    path + ": expected a section with the keys " + Words.keys(type) + ", got " + Words.got(node));
        }
        int before = problems.size();
        List<String> known = Words.keys(type);
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name)) {
                problems.add(Words.unknownKey(path, name, type));
            }
        }
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String name = components[i].getName();
            JsonNode child = node.has(name) ? node.get(name) : MissingNode.getInstance();
            values[i] = value(Words.join(path, name), child, components[i].getGenericType());
        }
        return problems.size() > before ? null : construct(path, type, components, values);
    }

    private @Nullable Object construct(
            String path, Class<?> type, RecordComponent[] components, @Nullable Object[] values) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                String message = String.valueOf(refused.getMessage());
                return problem(path.isEmpty() || message.contains(path) ? message : path + ": " + message);
            }
            throw new IllegalStateException("The constructor of " + type + " failed", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot construct " + type, e);
        }
    }

    private @Nullable Object problem(String text) {
        problems.add(text);
        return null;
    }
}
