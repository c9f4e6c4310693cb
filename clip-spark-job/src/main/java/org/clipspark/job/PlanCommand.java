package org.clipspark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.plan.RunForecast;
import org.clipspark.job.train.RunOutline;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clip plan}. */
@Command(
        name = "plan",
        description =
                "Says what a training run will take: steps, time, bytes, memory. Exit code 2 if it would be killed.",
        mixinStandardHelpOptions = true)
final class PlanCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private TrainFile file;

    @Mixin
    private SparkSettings spark;

    @Option(
            names = "--seconds-per-step",
            paramLabel = "SECONDS",
            description = "Of a replica; without it a few steps are taken on this machine.")
    private double secondsPerStep;

    @Option(
            names = "--gigabits",
            paramLabel = "N",
            description = "Per second, of the network between executors (default: ${DEFAULT-VALUE}).")
    private double gigabits = 10;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws JsonProcessingException {
        if (!(gigabits > 0) || !(secondsPerStep >= 0)) {
            throw new IllegalArgumentException("--gigabits must be positive and --seconds-per-step not negative, got "
                    + gigabits + " and " + secondsPerStep);
        }
        JobConfig config = file.load();
        SparkConf conf = spark.conf().setIfMissing("spark.master", "local[*]");
        RunOutline outline = RunOutline.of(config, SparkHadoopUtil.get().newConfiguration(conf));
        RunForecast forecast = new RunForecast(outline, conf, javaOptions());
        List<String> problems = forecast.problems();
        Map<String, Object> figures = new LinkedHashMap<>(forecast.figures());
        // A run that would be killed must not be begun here either, not even for a few steps.
        if (secondsPerStep > 0 || problems.isEmpty()) {
            double seconds = secondsPerStep > 0 ? secondsPerStep : forecast.secondsPerStep();
            figures.putAll(forecast.times(seconds, gigabits));
        }
        figures.put("problems", problems);
        output.print(spec, output.isJson() ? figures : flat(figures));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
        return 0;
    }

    static String javaOptions() {
        return String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    /** One line for each figure, those of a part behind its name. */
    private static Map<String, Object> flat(Map<String, Object> figures) {
        Map<String, Object> lines = new LinkedHashMap<>();
        figures.forEach((name, value) -> {
            if (value instanceof Map<?, ?> part) {
                part.forEach((inner, figure) -> lines.put(name + "." + inner, figure));
            } else if (!name.equals("problems")) {
                lines.put(name, value);
            }
        });
        return lines;
    }
}
