package org.clipspark.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipspark.job.scaling.ScalingMetric;
import org.clipspark.job.scaling.TableColumns;
import picocli.CommandLine.Option;

/** Options of {@code clip scaling-law} that say where models and their figures are. */
final class ScalingLawOptions {
    private static final String DEFAULT_ACCURACY = "zeroshot_top1";

    @Option(names = "--csv", paramLabel = "FILE", description = "Table of models with a header, in place of runs.")
    private List<Path> table = new ArrayList<>(1);

    @Option(
            names = "--compute",
            paramLabel = "COLUMN",
            description = "Compute of each model in the table; COLUMN*COLUMN for a product, such as"
                    + " gmacs*samples_seen (default: ${DEFAULT-VALUE}).")
    private String compute = "compute";

    @Option(names = "--error", paramLabel = "NAME", description = "Column or figure that is an error.")
    private String error = "";

    @Option(
            names = "--accuracy",
            paramLabel = "NAME",
            description = "Column or figure that is an accuracy (runs: " + DEFAULT_ACCURACY + " by default).")
    private String accuracy = "";

    @Option(
            names = "--unit",
            paramLabel = "fraction|percent",
            description = "Of the figures in the table; runs have fractions.")
    private String unit = "";

    @Option(names = "--model", paramLabel = "COLUMN", description = "Names of the models in the table.")
    private String model = "";

    @Option(
            names = "--group",
            paramLabel = "NAME",
            description =
                    "Column, or key of the runs' configuration such as loss.name: one law for each of its values.")
    private String group = "";

    @Option(
            names = "--where",
            paramLabel = "COLUMN=TEXT",
            description = "Takes only rows of the table with that text; may be repeated.")
    private Map<String, String> where = new LinkedHashMap<>();

    /** The table, empty where runs are read. */
    List<Path> table() {
        return List.copyOf(table);
    }

    /** The key of the configuration that runs are grouped by, empty for none. */
    String group() {
        return group;
    }

    /** Where the table has what. */
    TableColumns columns() {
        if (unit.isEmpty()) {
            throw new IllegalArgumentException(
                    "Missing --unit: say whether the table's figures are a fraction (0 to 1) or percent (0 to 100)");
        }
        return new TableColumns(compute, metric(ScalingMetric.Unit.named(unit), ""), group, model, where);
    }

    /** The figure of runs. */
    ScalingMetric runMetric() {
        if (!unit.isEmpty() || !model.isEmpty() || !where.isEmpty()) {
            throw new IllegalArgumentException(
                    "--unit, --model and --where are of tables: give --csv, or leave them out");
        }
        return metric(ScalingMetric.Unit.FRACTION, DEFAULT_ACCURACY);
    }

    private ScalingMetric metric(ScalingMetric.Unit of, String otherwise) {
        if (!error.isEmpty() && !accuracy.isEmpty()) {
            throw new IllegalArgumentException("Give --error or --accuracy, not both");
        }
        if (!error.isEmpty()) {
            return new ScalingMetric(error, false, of);
        }
        String name = accuracy.isEmpty() ? otherwise : accuracy;
        if (name.isEmpty()) {
            throw new IllegalArgumentException("Missing --error or --accuracy: the column of the table to fit");
        }
        return new ScalingMetric(name, true, of);
    }
}
