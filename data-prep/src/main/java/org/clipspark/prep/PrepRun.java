package org.clipspark.prep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.clipspark.prep.config.StrictYaml;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code prep run}. */
@Command(
        name = "run",
        description = "Reads the sources of a config file and writes its data set.",
        mixinStandardHelpOptions = true)
final class PrepRun implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec;

    @Option(names = "--conf-file", required = true, paramLabel = "FILE", description = "YAML file, see conf/prep.")
    private Path confFile;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Replaces a value of the file, e.g. output=/tmp/x.")
    private List<String> overrides = List.of();

    @Option(names = "--json", description = "Prints the result as one JSON object.")
    private boolean isJson;

    @Option(names = "--debug", description = "Prints the stack trace of a failure.")
    private boolean isDebug;

    @Override
    public Integer call() throws JsonProcessingException {
        PrepConfig config = StrictYaml.load(confFile, overrides, PrepConfig.class);
        try (SparkSession spark = session()) {
            PrepResult result = PrepareData.run(spark, config, Clock.systemUTC());
            PrintWriter out = spec.commandLine().getOut();
            out.println(isJson ? JSON.writeValueAsString(result) : summary(config, result));
            out.flush();
        }
        return 0;
    }

    boolean isDebug() {
        return isDebug;
    }

    private static SparkSession session() {
        SparkConf conf = new SparkConf().setIfMissing("spark.app.name", "clip prep");
        if (!conf.contains("spark.master")) {
            // A run on one machine has nobody to serve: no web page, and no port but on loopback.
            conf.setMaster("local[*]")
                    .setIfMissing("spark.ui.enabled", "false")
                    .setIfMissing("spark.driver.host", "127.0.0.1")
                    .setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        }
        return SparkSession.builder().config(conf).getOrCreate();
    }

    private static String summary(PrepConfig config, PrepResult result) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%s: %,d of %,d rows in %d shards, %.1f s",
                config.output(),
                result.rowsOut(),
                result.rowsIn(),
                result.shards(),
                result.seconds()));
        result.rejected()
                .forEach((reason, rows) ->
                        text.append(String.format(Locale.ROOT, "%n  rejected %s: %,d", reason, rows)));
        return text.toString();
    }
}
