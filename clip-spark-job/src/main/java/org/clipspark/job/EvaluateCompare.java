package org.clipspark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.clipspark.job.eval.statistic.Bootstrap;
import org.clipspark.job.eval.statistic.PairedTest;
import org.clipspark.job.suite.cell.Cell;
import org.clipspark.job.suite.cell.CellStore;
import org.clipspark.job.suite.cell.SuiteTask;
import org.clipspark.job.suite.table.CellComparison;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clip evaluate compare}. */
@Command(
        name = "compare",
        description = "Says by paired tests whether checkpoint B is better than checkpoint A.",
        mixinStandardHelpOptions = true)
final class EvaluateCompare implements Callable<Integer> {
    private static final long SEED = 1;

    @Spec
    private CommandSpec spec;

    @Option(names = "--results", required = true, paramLabel = "DIR", description = "Output folder of a suite.")
    private String results = "";

    @Option(
            names = "--results-a",
            paramLabel = "DIR",
            description = "Output folder that has the results of A, if it is another one.")
    private String resultsOfA = "";

    @Option(
            names = "--cell",
            paramLabel = "DATASET/LANGUAGE/TASK",
            description = "Compares this result alone; otherwise all that both have.")
    private String row = "";

    @Option(
            names = "--alpha",
            defaultValue = "0.05",
            description = "How often equal checkpoints may be called different, 0.05 by default.")
    private double alpha;

    @Option(names = "--allow-different", description = "Compares also over different data or prompts.")
    private boolean isDifferentAllowed;

    @Parameters(paramLabel = "A B", arity = "2", description = "Checkpoints, each MODEL/PRETRAINED.")
    private List<String> checkpoints = List.of();

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws JsonProcessingException {
        Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
        CellStore first = new CellStore(resultsOfA.isEmpty() ? results : resultsOfA, hadoop);
        CellStore second = new CellStore(results, hadoop);
        Map<String, Cell> ofA = cells(first, checkpoints.get(0));
        Map<String, Cell> ofB = cells(second, checkpoints.get(1));
        CellComparison comparison = comparison();
        Map<String, Object> found = new LinkedHashMap<>();
        List<Map<String, Object>> tests = new ArrayList<>();
        ofA.keySet().retainAll(ofB.keySet());
        ofA.forEach((name, a) -> {
            Cell b = ofB.getOrDefault(name, a);
            CellComparison.Side one = new CellComparison.Side(a, first.outcomes(a.address()));
            CellComparison.Side two = new CellComparison.Side(b, second.outcomes(b.address()));
            // Figures of all images together, such as mean average precision, have no outcomes.
            if (!one.outcomes().isEmpty()) {
                comparison.of(one, two).forEach((metric, test) -> {
                    found.put(name + "/" + metric, line(test));
                    tests.add(node(name, metric, test));
                });
            }
        });
        if (tests.isEmpty()) {
            throw new IllegalArgumentException("The two checkpoints have no result in common"
                    + (row.isEmpty() ? "" : " named " + row) + ": evaluate both with one suite");
        }
        output.print(spec, output.isJson() ? Map.of("comparisons", tests) : found);
        return 0;
    }

    private CellComparison comparison() {
        return new CellComparison(
                alpha,
                isDifferentAllowed ? CellComparison.Different.ALLOWED : CellComparison.Different.REFUSED,
                new Bootstrap(Bootstrap.DEFAULT.resamples(), Bootstrap.DEFAULT.confidence(), SEED));
    }

    private Map<String, Cell> cells(CellStore store, String checkpoint) {
        Map<String, Cell> cells = new LinkedHashMap<>();
        for (Cell cell : store.all()) {
            if (cell.address().checkpoint().equals(checkpoint)
                    && cell.address().task() != SuiteTask.OOD_DETECTION
                    && (row.isEmpty() || cell.address().row().equals(row))) {
                cells.put(cell.address().row(), cell);
            }
        }
        return cells;
    }

    private static String line(PairedTest.Result test) {
        return String.format(
                Locale.ROOT,
                "%s  difference %+.4f, p %.4f, %d queries",
                test.verdict().label(),
                test.difference(),
                test.pValue(),
                test.samples());
    }

    private static Map<String, Object> node(String cell, String metric, PairedTest.Result test) {
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("cell", cell);
        node.put("metric", metric);
        node.put("difference", test.difference());
        node.put("p_value", test.pValue());
        node.put("samples", test.samples());
        node.put("verdict", test.verdict().label());
        return node;
    }
}
