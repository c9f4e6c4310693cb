package org.clipspark.benchmarks;

import org.clipspark.benchmarks.allreduce.AllReduceCommand;
import org.clipspark.benchmarks.embed.EmbedCommand;
import org.clipspark.benchmarks.scaling.ScalingCommand;
import org.clipspark.benchmarks.throughput.ImageCommand;
import org.clipspark.benchmarks.throughput.PrepCommand;
import org.clipspark.benchmarks.throughput.TokenizerCommand;
import org.clipspark.benchmarks.trainstep.TrainStepCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line behind {@code benchmarks/run}: tables go to standard error, JSON lines to standard output. */
@Command(
        name = "benchmarks/run",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "NAME",
        description = "Measures this project beside its peers.",
        subcommands = {
            TrainStepCommand.class,
            TokenizerCommand.class,
            ImageCommand.class,
            PrepCommand.class,
            AllReduceCommand.class,
            ScalingCommand.class,
            EmbedCommand.class
        })
public final class Benchmarks {
    private Benchmarks() {}

    /** Runs the benchmark that the first argument names. */
    public static void main(String[] arguments) {
        CommandLine command = new CommandLine(new Benchmarks());
        command.setExecutionExceptionHandler((failure, failed, parsed) -> {
            failed.getErr().println("benchmarks/run: " + failure.getMessage());
            return failure instanceof IllegalArgumentException ? CommandLine.ExitCode.USAGE : 1;
        });
        System.exit(command.execute(arguments));
    }
}
