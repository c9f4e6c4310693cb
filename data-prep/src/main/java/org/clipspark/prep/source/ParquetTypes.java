package org.clipspark.prep.source;

import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.clipspark.prep.metadata.ColumnRole;

/** Which types of columns fit which roles. */
final class ParquetTypes {
    private ParquetTypes() {}

    static boolean fits(Type type, ColumnRole role) {
        if (type.isRepetition(Type.Repetition.REPEATED)) {
            return false;
        }
        return switch (role.form()) {
            case BINARY -> isBytes(type) && !isText(type);
            case TEXT -> isBytes(type);
            case CAPTIONS -> isBytes(type) || (isList(type) && isBytes(element(type)));
            case NAME -> isBytes(type) || isWhole(type);
            case SCALAR -> isBytes(type) || isNumber(type) || is(type, PrimitiveTypeName.BOOLEAN);
            case WHOLE_NUMBER -> isWhole(type);
            case NUMBER -> isNumber(type) || isText(type);
            case NUMBERS -> isList(type) && isNumber(element(type));
            case BOXES -> isText(type) || (isList(type) && isList(element(type)) && isNumber(element(element(type))));
        };
    }

    private static boolean is(Type type, PrimitiveTypeName primitive) {
        return type.isPrimitive() && type.asPrimitiveType().getPrimitiveTypeName() == primitive;
    }

    private static boolean isBytes(Type type) {
        return is(type, PrimitiveTypeName.BINARY) && !isDecimal(type);
    }

    private static boolean isWhole(Type type) {
        return (is(type, PrimitiveTypeName.INT32) || is(type, PrimitiveTypeName.INT64)) && !isDecimal(type);
    }

    private static boolean isNumber(Type type) {
        return isWhole(type) || is(type, PrimitiveTypeName.FLOAT) || is(type, PrimitiveTypeName.DOUBLE);
    }

    private static boolean isDecimal(Type type) {
        return type.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
    }

    private static boolean isText(Type type) {
        return type.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation;
    }

    /** Of two levels or of three: Parquet has both. */
    private static boolean isList(Type type) {
        return !type.isPrimitive()
                && type.asGroupType().getFieldCount() == 1
                && type.asGroupType().getType(0).isRepetition(Type.Repetition.REPEATED);
    }

    private static Type element(Type list) {
        Type repeated = list.asGroupType().getType(0);
        return repeated.isPrimitive() || repeated.asGroupType().getFieldCount() != 1
                ? repeated
                : repeated.asGroupType().getType(0);
    }

    static String spelled(Type type) {
        if (!type.isPrimitive()) {
            return isList(type) ? "list" : "group";
        }
        if (isDecimal(type)) {
            return "decimal";
        }
        return isText(type)
                ? "text"
                : type.asPrimitiveType().getPrimitiveTypeName().name().toLowerCase(Locale.ROOT);
    }

    static String found(MessageType schema) {
        return "found: "
                + schema.getFields().stream()
                        .map(type -> type.getName() + " (" + spelled(type) + ")")
                        .collect(Collectors.joining(", "));
    }
}
