package org.clipspark.model.compute.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Programs of this machine. */
final class Commands {
    private static final int MINUTES = 5;

    private Commands() {}

    /** What a program left: its exit status and all that it printed. */
    record Outcome(int status, String output) {}

    /** Whether a program of that name is on the search path. */
    static boolean areThere(String... programs) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Arrays.stream(programs)
                .allMatch(program -> Arrays.stream(path.split(":", -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program))));
    }

    /** Runs a program to its end. */
    static Outcome run(Path folder, List<String> command) {
        return run(folder, Map.of(), command);
    }

    /** Runs a program to its end with more variables; its output goes through a file, for a full pipe would stop it. */
    static Outcome run(Path folder, Map<String, String> variables, List<String> command) {
        try {
            Path output = Files.createTempFile(folder, "output", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(variables);
            Process process = builder.start();
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IllegalStateException(command.get(0) + " runs longer than " + MINUTES + " minutes");
            }
            return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + command.get(0), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + command.get(0) + " runs", e);
        }
    }
}
