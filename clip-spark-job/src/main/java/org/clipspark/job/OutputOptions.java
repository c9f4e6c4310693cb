package org.clipspark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Options that every command has, and how a result is printed. */
final class OutputOptions {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--json", description = "Prints the result as one JSON object, last on standard output.")
    private boolean isJson;

    @Option(names = "--debug", description = "Prints the stack trace of a failure.")
    private boolean isDebug;

    /** Prints the result's figures, as JSON or as lines of name and value. */
    void print(CommandSpec spec, Map<String, ?> result) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        if (isJson) {
            out.println(JSON.writeValueAsString(result));
        } else {
            result.forEach((name, value) -> out.println(String.format("%-24s %s", name, readable(value))));
        }
        out.flush();
    }

    private static String readable(Object value) {
        return value instanceof Double number ? String.format("%.4f", number) : String.valueOf(value);
    }

    /** Whether {@code --json} was given. */
    boolean isJson() {
        return isJson;
    }

    /** Whether {@code --debug} was given. */
    boolean isDebug() {
        return isDebug;
    }
}
