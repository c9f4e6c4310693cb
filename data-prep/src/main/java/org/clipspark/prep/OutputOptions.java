package org.clipspark.prep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How every command answers. */
final class OutputOptions {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--json", description = "Prints the result as one JSON object.")
    private boolean isJson;

    @Option(names = "--debug", description = "Prints the stack trace of a failure.")
    private boolean isDebug;

    /** Prints the object, or the text for people. */
    void print(Object result, String text) {
        PrintWriter out = spec.commandLine().getOut();
        try {
            out.println(isJson ? JSON.writeValueAsString(result) : text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A result that is no JSON: " + result, e);
        }
        out.flush();
    }

    boolean isDebug() {
        return isDebug;
    }
}
