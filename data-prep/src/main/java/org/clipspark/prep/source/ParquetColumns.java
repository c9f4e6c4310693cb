package org.clipspark.prep.source;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.clipspark.prep.shard.ShardSchema;

/** Which column of a Parquet file means what. */
final class ParquetColumns {
    private static final Map<String, List<String>> USUAL = Map.of(
            "image", ShardSchema.IMAGE_COLUMNS,
            "caption", List.of("caption", "TEXT", "text"),
            "captions", List.of("captions"),
            "key", List.of("key"),
            "url", List.of("url", "URL"),
            "status", List.of("status"),
            "label", List.of("label"),
            "class", List.of("class"));

    private ParquetColumns() {}

    /**
     * What a footer says.
     *
     * @param rows of the file
     * @param problem what is wrong with the file, in one line, or the empty string
     */
    record Check(long rows, String problem) implements Serializable {}

    static Check check(Path file, SourceConfig config, Configuration hadoop) {
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
            MessageType schema = reader.getFooter().getFileMetaData().getSchema();
            Optional<String> problem = problem(schema, config);
            return new Check(
                    reader.getRecordCount(),
                    problem.map(text -> file + ": " + text).orElse(""));
        } catch (IOException | RuntimeException e) {
            // The footer parser throws whatever its Thrift library throws at damaged bytes.
            String cause = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            return new Check(0, file + ": not a readable Parquet file: " + cause);
        }
    }

    private static Optional<String> problem(MessageType schema, SourceConfig config) {
        for (Map.Entry<String, String> named : config.columns().entrySet()) {
            if (!schema.containsField(named.getValue())) {
                return Optional.of("no column '" + named.getValue() + "' (source.columns." + named.getKey() + "), "
                        + found(schema));
            }
        }
        if (name(schema, config, "image").isEmpty()
                && name(schema, config, "url").isEmpty()) {
            return Optional.of("no image column and no address, expected one of " + ShardSchema.IMAGE_COLUMNS
                    + ", url or source.columns.image, " + found(schema));
        }
        boolean hasTemplates =
                name(schema, config, "class").isPresent() && !config.templates().isEmpty();
        boolean hasText = hasTemplates
                || name(schema, config, "caption").isPresent()
                || name(schema, config, "captions").isPresent();
        if (!hasText) {
            return Optional.of(
                    "no caption column, expected 'caption', 'captions' or source.columns.caption, " + found(schema));
        }
        return SourceConfig.ROLES.stream()
                .flatMap(role -> wrongType(schema, config, role).stream())
                .findFirst();
    }

    private static Optional<String> wrongType(MessageType schema, SourceConfig config, String role) {
        return name(schema, config, role)
                .map(schema::getType)
                .filter(type -> !fits(type, role))
                .map(type -> "column '" + type.getName() + "' has the type " + spelled(type) + ", expected "
                        + expected(role));
    }

    private static boolean fits(Type type, String role) {
        if (role.equals("captions")) {
            return isListOfText(type);
        }
        if (!type.isPrimitive() || type.isRepetition(Type.Repetition.REPEATED)) {
            return false;
        }
        PrimitiveTypeName primitive = type.asPrimitiveType().getPrimitiveTypeName();
        boolean isWhole = primitive == PrimitiveTypeName.INT32 || primitive == PrimitiveTypeName.INT64;
        return switch (role) {
            case "label" -> isWhole;
            case "key" -> isWhole || primitive == PrimitiveTypeName.BINARY;
            case "image" -> primitive == PrimitiveTypeName.BINARY && !isText(type);
            default -> primitive == PrimitiveTypeName.BINARY;
        };
    }

    private static boolean isText(Type type) {
        return type.getLogicalTypeAnnotation() instanceof LogicalTypeAnnotation.StringLogicalTypeAnnotation;
    }

    private static boolean isListOfText(Type type) {
        if (type.isPrimitive() || type.asGroupType().getFieldCount() != 1) {
            return false;
        }
        Type repeated = type.asGroupType().getType(0);
        Type element = repeated.isPrimitive() || repeated.asGroupType().getFieldCount() != 1
                ? repeated
                : repeated.asGroupType().getType(0);
        return repeated.isRepetition(Type.Repetition.REPEATED)
                && element.isPrimitive()
                && element.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
    }

    private static String expected(String role) {
        return switch (role) {
            case "label" -> "a whole number";
            case "image" -> "binary";
            case "captions" -> "a list of text";
            case "key" -> "text or a whole number";
            default -> "text";
        };
    }

    private static String found(MessageType schema) {
        return "found: "
                + String.join(
                        ", ",
                        schema.getFields().stream()
                                .map(type -> type.getName() + " (" + spelled(type) + ")")
                                .toList());
    }

    private static String spelled(Type type) {
        if (!type.isPrimitive()) {
            return type.getLogicalTypeAnnotation() == null ? "group" : "list";
        }
        return isText(type)
                ? "text"
                : type.asPrimitiveType().getPrimitiveTypeName().name().toLowerCase(java.util.Locale.ROOT);
    }

    /** The column that has a role in a file, if there is one. */
    static Optional<String> name(MessageType schema, SourceConfig config, String role) {
        String configured = config.columns().get(role);
        if (configured != null) {
            return Optional.of(configured).filter(schema::containsField);
        }
        return USUAL.getOrDefault(role, List.of()).stream()
                .filter(schema::containsField)
                .findFirst();
    }

    /** The file's schema without the columns that nobody reads. */
    static MessageType needed(MessageType schema, SourceConfig config) {
        List<Type> types = new ArrayList<>();
        for (String role : SourceConfig.ROLES) {
            name(schema, config, role).map(schema::getType).ifPresent(types::add);
        }
        if (schema.containsField(ShardSchema.ERROR_MESSAGE)) {
            types.add(schema.getType(ShardSchema.ERROR_MESSAGE));
        }
        return new MessageType(schema.getName(), types);
    }
}
