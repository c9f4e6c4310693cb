package org.clipspark.prep.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a YAML file into a tree of records and refuses what it does not understand: unknown, missing, repeated and
 * mistyped keys are errors, all of them reported at once.
 *
 * <p>A record component is a required key of the same name. Its type is {@code int}, {@code long}, {@code double},
 * {@code boolean}, {@code String}, an enum (written in lower case, {@code -} for {@code _}), a record, or a {@code List},
 * a {@code Map} with text keys, or an {@code Optional} of these; only an {@code Optional} may be left out. Numbers are
 * never read from quoted text, except that {@code 1e-3} is a number although YAML 1.1 calls it text.
 */
public final class StrictYaml {
    private StrictYaml() {}

    /**
     * Reads a file.
     *
     * @param file YAML with one mapping at the top
     * @param overrides {@code a.b=value}; the value is YAML and replaces what the file says
     * @param type record that the mapping becomes
     * @throws ConfigException if the file cannot be read or does not describe a valid {@code type}
     */
    public static <T extends Record> T load(Path file, List<String> overrides, Class<T> type) {
        ObjectNode tree = YamlTree.read(file);
        List<String> problems = new ArrayList<>();
        Overrides.apply(tree, overrides, type, problems);
        // The tree is bound even when an override is wrong, so that one run shows every mistake.
        T value = new RecordBinder(problems).bind(tree, type);
        if (value == null || !problems.isEmpty()) {
            throw new ConfigException(file + ": " + String.join("; ", problems));
        }
        return value;
    }

    /** YAML text from which {@link #load} makes an equal record. */
    public static String format(Record value) {
        return YamlTree.write(RecordTree.of(value));
    }
}
