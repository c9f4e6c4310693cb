package org.clipspark.prep;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code prep run}. */
@Command(
        name = "run",
        description = "Reads the sources of a config file and writes its data set.",
        mixinStandardHelpOptions = true)
final class PrepRun implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        PrepConfig config = options.load();
        try (SparkSession spark = PrepSession.open()) {
            PrepResult result = PrepareData.run(spark, config, Clock.systemUTC());
            output.print(result, result.summary(config.output()));
        }
        return 0;
    }
}
