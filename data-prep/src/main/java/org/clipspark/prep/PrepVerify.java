package org.clipspark.prep;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.clipspark.prep.report.DataSetCheck;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code prep verify}. */
@Command(
        name = "verify",
        description = "Reads every shard of a data set and compares lengths, digests and rows with its manifest.",
        mixinStandardHelpOptions = true)
final class PrepVerify implements Callable<Integer> {
    @Parameters(paramLabel = "DATA", description = "Folder of a data set.")
    private String data;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        try (SparkSession spark = PrepSession.open()) {
            DataSetCheck check = DataSetCheck.of(spark, data);
            List<String> problems = check.problems();
            StringBuilder text = new StringBuilder();
            problems.forEach(problem -> text.append(problem).append(System.lineSeparator()));
            text.append(String.format(
                    Locale.ROOT,
                    "%s: %,d shards, %,d rows, %,d bytes, %s",
                    data,
                    check.shards(),
                    check.rows(),
                    check.bytes(),
                    problems.isEmpty() ? "all as the manifest says" : problems.size() + " problems"));
            output.print(check, text.toString());
            return problems.isEmpty() ? 0 : 1;
        }
    }
}
