package org.clipspark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.clipspark.job.suite.cell.Cell;
import org.clipspark.job.suite.cell.CellStore;
import org.clipspark.job.suite.table.CellTable;
import org.clipspark.prep.shard.WholeFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clip evaluate build}. */
@Command(
        name = "build",
        description = "Writes all results of a folder as one CSV file with CLIP_benchmark's columns.",
        mixinStandardHelpOptions = true)
final class EvaluateBuild implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--results", required = true, paramLabel = "DIR", description = "Output folder of a suite.")
    private String results = "";

    @Option(names = "--output", required = true, paramLabel = "FILE", description = "CSV file to write.")
    private String csv = "";

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws JsonProcessingException {
        Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
        List<Cell> cells = new CellStore(results, hadoop).all();
        if (cells.isEmpty()) {
            throw new IllegalArgumentException("No results at " + results + ": expected the output folder of a suite");
        }
        WholeFile.write(new Path(csv), CellTable.csv(cells).getBytes(StandardCharsets.UTF_8), hadoop);
        output.print(spec, Map.of("csv", csv, "cells", cells.size()));
        return 0;
    }
}
