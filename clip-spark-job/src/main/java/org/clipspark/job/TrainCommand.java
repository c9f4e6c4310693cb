package org.clipspark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.plan.MemoryForecast;
import org.clipspark.job.train.ProgressLine;
import org.clipspark.job.train.RunOutline;
import org.clipspark.job.train.RunRecorder;
import org.clipspark.job.train.Trainer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clip train}. */
@Command(
        name = "train",
        description = "Trains a model, evaluates it every epoch, writes checkpoints, metrics and a report.",
        mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {
    private static final String LATEST = "latest";

    @Spec
    private CommandSpec spec;

    @Mixin
    private TrainFile file;

    @Option(
            names = "--resume",
            paramLabel = "latest",
            description = "Goes on from the newest whole checkpoint of run.directory, or begins if there is none.")
    private String resume = "";

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws JsonProcessingException {
        if (!resume.isEmpty() && !resume.equals(LATEST)) {
            throw new IllegalArgumentException("--resume must be latest, got '" + resume
                    + "'; to begin a new run with the parameters of a checkpoint, set model.weights");
        }
        JobConfig config = file.load();
        refuseWhatWouldBeKilled(config, new SparkConf());
        try (SparkSession spark = SparkSessions.train(config)) {
            Trainer trainer = trainer(spark, config, spec);
            GracefulStop stop = new GracefulStop(trainer);
            try {
                output.print(spec, (resume.isEmpty() ? trainer.run() : trainer.resume()).figures());
            } finally {
                stop.ended();
            }
        }
        return 0;
    }

    /** Where a cluster manager counts memory by a limit that was chosen for this run, it is compared with what the run takes. */
    private static void refuseWhatWouldBeKilled(JobConfig config, SparkConf conf) {
        if (MemoryForecast.isDecisive(conf)) {
            RunOutline outline = RunOutline.of(config, SparkHadoopUtil.get().newConfiguration(conf));
            List<String> problems =
                    MemoryForecast.of(outline, conf, PlanCommand.javaOptions()).problems();
            if (!problems.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", problems));
            }
        }
    }

    static Trainer trainer(SparkSession spark, JobConfig config, CommandSpec spec) {
        Clock clock = Clock.systemUTC();
        return new Trainer(
                JavaSparkContext.fromSparkContext(spark.sparkContext()),
                config,
                List.of(
                        new RunRecorder(clock),
                        new ProgressLine(spec.commandLine().getErr())),
                clock);
    }
}
