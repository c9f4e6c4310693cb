package org.clipspark.prep;

import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.clipspark.prep.report.DataSetReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code prep report}. */
@Command(
        name = "report",
        description =
                "Writes report.json and report.html into a data set: what came in, what became of it, how it looks.",
        mixinStandardHelpOptions = true)
final class PrepReport implements Callable<Integer> {
    @Parameters(paramLabel = "DATA", description = "Folder of a data set.")
    private String data;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        try (SparkSession spark = PrepSession.open()) {
            DataSetReport report = DataSetReport.write(spark, data);
            output.print(report, data + "/" + DataSetReport.PAGE);
        }
        return 0;
    }
}
