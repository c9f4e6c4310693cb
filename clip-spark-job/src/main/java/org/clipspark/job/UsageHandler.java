package org.clipspark.job;

import java.io.PrintWriter;
import org.clipspark.prep.config.Spelling;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Answers a command line that cannot be understood in one line, with what was probably meant where that is near. */
final class UsageHandler implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        String message =
                String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        err.println("clip: error: " + message + hint(failure, command));
        err.flush();
        return FailureHandler.USAGE;
    }

    private static String hint(ParameterException failure, CommandLine command) {
        if (failure instanceof UnmatchedArgumentException unmatched
                && !unmatched.getSuggestions().isEmpty()) {
            // Picocli compares pairs of letters, by which 'trian' is nearer to 'plan' than to 'train'.
            String meant = Spelling.nearest(unmatched.getUnmatched().get(0), unmatched.getSuggestions())
                    .orElse(unmatched.getSuggestions().get(0));
            return "; did you mean '" + meant + "'?";
        }
        return "; see '" + command.getCommandSpec().qualifiedName() + " --help'";
    }
}
