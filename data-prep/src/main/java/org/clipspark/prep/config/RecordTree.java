package org.clipspark.prep.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The way back from records to a tree. */
final class RecordTree {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private RecordTree() {}

    static JsonNode of(Object value) {
        if (value instanceof Record record) {
            return section(record);
        }
        if (value instanceof List<?> list) {
            ArrayNode array = NODES.arrayNode();
            list.forEach(element -> array.add(of(element)));
            return array;
        }
        if (value instanceof Map<?, ?> map) {
            ObjectNode section = NODES.objectNode();
            map.forEach((key, element) -> section.set(key.toString(), of(element)));
            return section;
        }
        if (value instanceof Optional<?> optional) {
            return optional.isPresent() ? of(optional.get()) : NullNode.getInstance();
        }
        return scalar(value);
    }

    private static JsonNode scalar(Object value) {
        if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        }
        if (value instanceof Double number) {
            return NODES.numberNode(number);
        }
        if (value instanceof Number number) {
            return NODES.numberNode(number.longValue());
        }
        return NODES.textNode(value instanceof Enum<?> constant ? Words.spelled(constant) : value.toString());
    }

    private static JsonNode section(Record record) {
        ObjectNode section = NODES.objectNode();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            JsonNode value = of(read(record, component));
            if (!value.isNull()) {
                section.set(component.getName(), value);
            }
        }
        return section;
    }

    private static Object read(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Cannot read " + component, e);
        }
    }
}
