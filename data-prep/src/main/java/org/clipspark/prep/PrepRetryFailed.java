package org.clipspark.prep;

import java.time.Clock;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code prep retry-failed}. */
@Command(
        name = "retry-failed",
        description = "Fetches again what networks and servers failed to give, and writes the data set anew with it.",
        mixinStandardHelpOptions = true)
final class PrepRetryFailed implements Callable<Integer> {
    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        PrepConfig config = options.load();
        try (SparkSession spark = PrepSession.open()) {
            PrepResult result = PrepareData.retryFailed(spark, config, Clock.systemUTC());
            output.print(result, result.summary(config.output()));
        }
        return 0;
    }
}
