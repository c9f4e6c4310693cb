package org.clipspark.job;

import java.io.UncheckedIOException;
import org.clipspark.job.train.DivergedException;
import org.clipspark.job.train.StoppedException;
import org.clipspark.prep.PrepException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns a failure into one line on standard error and an exit code; the stack trace only on request. */
final class FailureHandler implements IExecutionExceptionHandler {
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int DIVERGED = 4;
    static final int STOPPED = 143;

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        Throwable cause = cause(failure);
        String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        String line = isOurs(cause) ? message : cause.getClass().getSimpleName() + ": " + message;
        boolean isStopped = cause instanceof StoppedException;
        command.getErr().println((isStopped ? "clip: " : "clip: error: ") + line);
        if (command.getParseResult().hasMatchedOption("--debug")) {
            failure.printStackTrace(command.getErr());
        }
        command.getErr().flush();
        if (cause instanceof DivergedException) {
            return DIVERGED;
        }
        if (isStopped) {
            return STOPPED;
        }
        return cause instanceof IllegalArgumentException && cause == failure ? USAGE : FAILED;
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
        return failure instanceof DivergedException
                || failure instanceof StoppedException
                || failure instanceof PrepException
                || failure instanceof UncheckedIOException
                || failure instanceof IllegalArgumentException;
    }
}
