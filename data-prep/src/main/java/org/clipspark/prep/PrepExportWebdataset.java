package org.clipspark.prep;

import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import org.clipspark.prep.export.WebDatasetExport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code prep export-webdataset}. */
@Command(
        name = "export-webdataset",
        description = "Writes a data set as WebDataset tar archives, laid out as img2dataset does it.",
        mixinStandardHelpOptions = true)
final class PrepExportWebdataset implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DATA", description = "Folder of a data set.")
    private String data;

    @Parameters(
            index = "1",
            paramLabel = "OUTPUT",
            description = "New or empty folder, or one where an export of the same data set was cut off.")
    private String folder;

    @Mixin
    private OutputOptions output = new OutputOptions();

    @Override
    public Integer call() {
        try (SparkSession spark = PrepSession.open()) {
            WebDatasetExport export = WebDatasetExport.write(spark, data, folder);
            output.print(
                    export,
                    String.format(
                            Locale.ROOT,
                            "%s: %,d samples in %,d archives, %,d bytes, %,d erased rows left out",
                            folder,
                            export.samples(),
                            export.tars(),
                            export.bytes(),
                            export.erased()));
        }
        return 0;
    }
}
