package org.clipspark.job;

import org.clipspark.prep.PrepCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains and evaluates CLIP models on Spark: the main class for {@code spark-submit}. */
@Command(
        name = "clip",
        description = "Trains and evaluates CLIP models on Spark.",
        mixinStandardHelpOptions = true,
        versionProvider = BuildVersion.class,
        subcommands = {
            PrepCommand.class,
            TrainCommand.class,
            EvaluateCommand.class,
            RobustnessCommand.class,
            EmbedCommand.class,
            ScoreCommand.class,
            SearchCommand.class,
            ServeCommand.class,
            PlanCommand.class,
            DoctorCommand.class,
            DemoCommand.class,
            ReportCommand.class,
            CheckpointCommand.class,
            TokenizerCommand.class,
            ModelsCommand.class,
            ScalingLawCommand.class
        })
public final class ClipJob implements Runnable {
    @Spec
    private CommandSpec spec;

    /** Runs a command and ends the process with its exit code. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line, for embedding and for tests. */
    static CommandLine commandLine() {
        return new CommandLine(new ClipJob())
                .setParameterExceptionHandler(new UsageHandler())
                .setExecutionExceptionHandler(new FailureHandler());
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Missing command (expected: "
                        + String.join(", ", spec.subcommands().keySet()) + ")");
    }
}
