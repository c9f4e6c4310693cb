package org.clipspark.prep;

import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.clipspark.prep.report.RowStory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code prep why}. */
@Command(
        name = "why",
        description = "Says where a row came from and why it is in the data set or not.",
        mixinStandardHelpOptions = true)
final class PrepWhy implements Callable<Integer> {
    @Parameters(paramLabel = "KEY", description = "Key of the row, or its address (url).")
    private String key;

    @Option(names = "--data", required = true, paramLabel = "DATA", description = "Folder of a data set.")
    private String data;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        try (SparkSession spark = PrepSession.open()) {
            List<RowStory> stories = RowStory.of(spark, data, key);
            if (stories.isEmpty()) {
                throw new PrepException("No row of " + data + " has the key or the address '" + key + "'");
            }
            String text = String.join(
                    System.lineSeparator() + System.lineSeparator(),
                    stories.stream().map(RowStory::text).toList());
            output.print(stories, text);
            return 0;
        }
    }
}
