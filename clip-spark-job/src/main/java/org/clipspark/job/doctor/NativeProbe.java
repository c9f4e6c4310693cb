package org.clipspark.job.doctor;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.clipspark.model.compute.NativeLibraries;

/** A process that loads the native libraries, says what they are, and ends: with 1 if they cannot be used. */
final class NativeProbe {
    static final String BACKEND = "backend=";
    static final String ONEDNN = "onednn=";
    static final String INSTRUCTIONS = "instructions=";
    static final String FAILED = "failed=";

    private NativeProbe() {}

    /** The whole process. */
    public static void main(String[] arguments) {
        PrintStream answer = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        try {
            NativeLibraries libraries = NativeLibraries.load();
            answer.println(BACKEND + libraries.backend());
            answer.println(ONEDNN + libraries.oneDnn());
            answer.println(INSTRUCTIONS + libraries.instructions());
        } catch (LinkageError | IllegalStateException e) {
            answer.println(FAILED + deepest(e));
            System.exit(1);
        }
    }

    private static String deepest(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage())
                .lines()
                .findFirst()
                .orElse(cause.getClass().getSimpleName());
    }
}
