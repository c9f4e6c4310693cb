package org.clipspark.prep.source;

import java.io.IOException;
import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.clipspark.prep.metadata.ColumnNames;
import org.clipspark.prep.metadata.ColumnRole;

/**
 * Which columns of Parquet files mean what.
 *
 * @param columns what they are called
 */
record ParquetColumns(SourceColumns columns) implements Serializable {
    static ParquetColumns of(SourceConfig config) {
        return new ParquetColumns(SourceColumns.of(config, ColumnNames.Carrier.COLUMNS));
    }

    /**
     * What a footer says.
     *
     * @param rows of the file
     * @param problem what is wrong with the file, in one line, or the empty string
     */
    record Check(long rows, String problem) implements Serializable {}

    Check check(Path file, Configuration hadoop) {
        try (ParquetFileReader reader = ParquetFileReader.open(HadoopInputFile.fromPath(file, hadoop))) {
            MessageType schema = reader.getFooter().getFileMetaData().getSchema();
            Optional<String> problem = problem(schema);
            return new Check(
                    reader.getRecordCount(),
                    problem.map(text -> file + ": " + text).orElse(""));
        } catch (IOException | RuntimeException e) {
            // The footer parser throws whatever its Thrift library throws at damaged bytes.
            String cause = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            return new Check(0, file + ": not a readable Parquet file: " + cause);
        }
    }

    private Optional<String> problem(MessageType schema) {
        Optional<String> missing = columns.names()
                .missing(names(schema))
                .or(() -> columns.incomplete(byRole(schema).keySet()));
        return missing.map(problem -> problem + ", " + ParquetTypes.found(schema))
                .or(() -> byRole(schema).entrySet().stream()
                        .filter(column -> !ParquetTypes.fits(schema.getType(column.getValue()), column.getKey()))
                        .map(column -> wrongType(schema.getType(column.getValue()), column.getKey()))
                        .findFirst());
    }

    private static String wrongType(Type type, ColumnRole role) {
        return "column '" + type.getName() + "' has the type " + ParquetTypes.spelled(type) + ", expected "
                + role.form().words() + " (source.columns." + role.spelled() + ")";
    }

    private static List<String> names(MessageType schema) {
        return schema.getFields().stream().map(Type::getName).toList();
    }

    /** The columns that have a role. */
    Map<ColumnRole, String> byRole(MessageType schema) {
        Map<ColumnRole, String> byRole = columns.names().among(names(schema));
        String hash = byRole.get(ColumnRole.HASH);
        // LAION's column of that name is a number made of address and text.
        boolean isOther = hash != null
                && !columns.names().configured().containsKey(ColumnRole.HASH)
                && !ParquetTypes.fits(schema.getType(hash), ColumnRole.HASH);
        if (isOther) {
            byRole.remove(ColumnRole.HASH);
        }
        return byRole;
    }

    /** The file's schema without the columns that nobody reads. */
    MessageType needed(MessageType schema) {
        // Two roles may share a column.
        Set<String> read = new LinkedHashSet<>(byRole(schema).values());
        return new MessageType(
                schema.getName(), read.stream().map(schema::getType).toList());
    }
}
