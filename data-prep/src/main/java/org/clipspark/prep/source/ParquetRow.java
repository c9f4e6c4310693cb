package org.clipspark.prep.source;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.clipspark.prep.metadata.ColumnRole;
import org.clipspark.prep.metadata.MetadataRow;
import org.clipspark.prep.metadata.Numbers;

/**
 * A row of a Parquet file.
 *
 * @param group its values
 * @param columns role to the name of a column whose type fits
 */
record ParquetRow(Group group, Map<ColumnRole, String> columns) implements MetadataRow {
    /** Place of the role's value, or empty where it is null or there is no such column. */
    private Optional<Integer> field(ColumnRole role) {
        String column = columns.get(role);
        if (column == null) {
            return Optional.empty();
        }
        int field = group.getType().getFieldIndex(column);
        return group.getFieldRepetitionCount(field) > 0 ? Optional.of(field) : Optional.empty();
    }

    Optional<byte[]> image() {
        return field(ColumnRole.IMAGE).map(field -> group.getBinary(field, 0).getBytes());
    }

    @Override
    public String text(ColumnRole role) throws CharacterCodingException {
        Optional<Integer> field = field(role);
        if (field.isEmpty()) {
            return "";
        }
        boolean isText = group.getType().getType(field.get()).isPrimitive();
        return isText ? text(group, field.get(), 0) : numbers(group.getGroup(field.get(), 0));
    }

    private static String text(Group group, int field, int index) throws CharacterCodingException {
        return primitive(group.getType().getType(field)) == PrimitiveTypeName.BINARY
                ? utf8(group.getBinary(field, index))
                : group.getValueToString(field, index);
    }

    /** A list of lists of numbers as JSON; what is null in it is null. */
    private static String numbers(Group list) {
        List<String> inner = new ArrayList<>();
        for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
            Group entry = list.getGroup(0, i);
            boolean isThere = entry.getFieldRepetitionCount(0) > 0;
            inner.add(isThere ? flatNumbers(entry.getGroup(0, 0)) : "null");
        }
        return inner.toString();
    }

    private static String flatNumbers(Group list) {
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
            numbers.add(String.valueOf(numberElement(list, i)));
        }
        return numbers.toString();
    }

    private static PrimitiveTypeName primitive(Type type) {
        return type.asPrimitiveType().getPrimitiveTypeName();
    }

    private static String utf8(Binary binary) throws CharacterCodingException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(binary.getBytes()))
                .toString();
    }

    @Override
    public List<String> captions() throws CharacterCodingException {
        Set<String> captions = new LinkedHashSet<>();
        for (ColumnRole role : List.of(ColumnRole.CAPTION, ColumnRole.CAPTIONS)) {
            Optional<Integer> field = field(role);
            if (field.isPresent() && group.getType().getType(field.get()).isPrimitive()) {
                captions.add(text(group, field.get(), 0));
            } else if (field.isPresent()) {
                Group list = group.getGroup(field.get(), 0);
                for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
                    captions.add(element(list, i));
                }
            }
        }
        return List.copyOf(captions);
    }

    private static String element(Group list, int index) throws CharacterCodingException {
        if (list.getType().getType(0).isPrimitive()) {
            return text(list, 0, index);
        }
        Group entry = list.getGroup(0, index);
        return entry.getFieldRepetitionCount(0) > 0 ? text(entry, 0, 0) : "";
    }

    @Override
    public double number(ColumnRole role) {
        return field(role).map(field -> number(group, field, 0)).orElse(Double.NaN);
    }

    private static double number(Group group, int field, int index) {
        return switch (primitive(group.getType().getType(field))) {
            case FLOAT -> group.getFloat(field, index);
            case DOUBLE -> group.getDouble(field, index);
            case INT32 -> group.getInteger(field, index);
            case INT64 -> group.getLong(field, index);
            default -> Numbers.parse(group.getString(field, index));
        };
    }

    @Override
    public List<Float> embedding() {
        Optional<Integer> field = field(ColumnRole.EMBEDDING);
        if (field.isEmpty()) {
            return List.of();
        }
        Group list = group.getGroup(field.get(), 0);
        return Numbers.embedding(list.getFieldRepetitionCount(0), i -> numberElement(list, i));
    }

    private static double numberElement(Group list, int index) {
        if (list.getType().getType(0).isPrimitive()) {
            return number(list, 0, index);
        }
        Group entry = list.getGroup(0, index);
        return entry.getFieldRepetitionCount(0) > 0 ? number(entry, 0, 0) : Double.NaN;
    }
}
