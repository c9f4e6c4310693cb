package org.clipspark.prep;

import java.io.UncheckedIOException;
import org.clipspark.prep.source.UnreadableSourceException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns a failure into one line and an exit code. */
final class FailureHandler implements IExecutionExceptionHandler {
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final int GATE = 3;

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        Throwable cause = cause(failure);
        String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        boolean isOurs = isOurs(cause);
        command.getErr().println("prep: " + (isOurs ? message : cause.getClass().getSimpleName() + ": " + message));
        if (isDebug(parsed)) {
            failure.printStackTrace(command.getErr());
        }
        if (cause instanceof GateException) {
            return GATE;
        }
        return cause instanceof IllegalArgumentException && cause == failure ? USAGE : FAILED;
    }

    private static boolean isDebug(ParseResult parsed) {
        return parsed.originalArgs().contains("--debug");
    }

    /** Spark wraps what a task throws; the line is for what the user can act upon. */
    private static Throwable cause(Throwable failure) {
        Throwable deepest = failure;
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (isOurs(at)) {
                return at;
            }
            deepest = at;
        }
        return deepest;
    }

    private static boolean isOurs(Throwable failure) {
        return failure instanceof PrepException
                || failure instanceof UnreadableSourceException
                || failure instanceof UncheckedIOException
                || failure instanceof IllegalArgumentException;
    }
}
