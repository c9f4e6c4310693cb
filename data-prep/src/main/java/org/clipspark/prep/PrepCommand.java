package org.clipspark.prep;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code prep}: metadata and images to shards. A command of its own, and a subcommand of the job's command line. */
@Command(
        name = "prep",
        description = "Makes clean Parquet shards from image-text sources.",
        mixinStandardHelpOptions = true,
        subcommands = {
            PrepRun.class,
            PrepRetryFailed.class,
            PrepReport.class,
            PrepVerify.class,
            PrepWhy.class,
            PrepExportWebdataset.class
        })
public final class PrepCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    /**
     * The command line of a program that only prepares data. Exit codes: 0 done, 1 failed, 2 usage or configuration, 3 a threshold was missed.
     * Failures are one line on standard error; {@code --debug} adds the stack trace.
     */
    public static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new PrepCommand());
        commandLine.setExecutionExceptionHandler(new FailureHandler());
        return commandLine;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Missing subcommand (expected: run, retry-failed, report, verify, why or export-webdataset)");
    }
}
