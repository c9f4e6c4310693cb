package org.clipspark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.clipspark.job.scaling.FinishedRun;
import org.clipspark.job.scaling.ScalingPage;
import org.clipspark.job.scaling.ScalingPoint;
import org.clipspark.job.scaling.ScalingSettings;
import org.clipspark.job.scaling.ScalingStudy;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code clip scaling-law RUN...} and {@code clip scaling-law --csv FILE}. */
@Command(
        name = "scaling-law",
        description = {
            "Fits error = beta * compute^alpha to the models that no other beats with as little compute.",
            "Compute of runs: 1e9 floating-point operations of all forward and backward passes."
        },
        mixinStandardHelpOptions = true)
final class ScalingLawCommand implements Callable<Integer> {
    private static final String RUN_UNIT = "1e9 floating-point operations of training";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", arity = "0..*", description = "Folders of runs of clip train.")
    private List<Path> folders = new ArrayList<>();

    @Mixin
    private ScalingLawOptions source;

    @Option(names = "--irreducible", description = "Adds a constant term: error that no compute takes away.")
    private boolean irreducible;

    @Option(
            names = "--hold-out",
            paramLabel = "N",
            description = "Largest models of the frontier to predict from the others (default: ${DEFAULT-VALUE}).")
    private int heldOut;

    @Option(names = "--predict", paramLabel = "COMPUTE", description = "Predicts the error there; may be repeated.")
    private List<Double> predicted = new ArrayList<>();

    @Option(
            names = "--resamples",
            paramLabel = "N",
            description = "For the interval of alpha (default: ${DEFAULT-VALUE}).")
    private int resamples = 1000;

    @Option(names = "--confidence", paramLabel = "P", description = "Of that interval (default: ${DEFAULT-VALUE}).")
    private double confidence = 0.95;

    @Option(names = "--seed", paramLabel = "N", description = "Of the resamples (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--cost-per-hour",
            paramLabel = "PRICE",
            description = "Of one replica's machine: runs then have a cost, and a cost per point of accuracy.")
    private double costPerHour;

    @Option(names = "--output", paramLabel = "FILE", description = "HTML page to write, with a plot.")
    private List<Path> pages = new ArrayList<>(1);

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws JsonProcessingException {
        check();
        List<Map<String, Object>> efficiency = new ArrayList<>();
        boolean isTable = !source.table().isEmpty();
        Map<String, List<ScalingPoint>> groups =
                isTable ? source.columns().read(source.table().get(0)) : runs(efficiency);
        ScalingPage page = new ScalingPage();
        List<Map<String, Object>> fits = fits(groups, page, efficiency.isEmpty());
        page.addEfficiency(efficiency);
        String unit = isTable ? "the table's unit" : RUN_UNIT;
        String metric = (isTable ? source.columns().metric() : source.runMetric()).name();
        pages.forEach(file -> page.write(file, metric, unit));
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("metric", metric);
        result.put("compute_unit", unit);
        result.put("fits", fits);
        result.put("efficiency", efficiency);
        pages.forEach(file -> result.put("report", file.toString()));
        output.print(spec, output.isJson() ? result : lines("", result));
        return 0;
    }

    private void check() {
        if (folders.isEmpty() == source.table().isEmpty() || source.table().size() > 1 || pages.size() > 1) {
            throw new ParameterException(
                    spec.commandLine(), "Give folders of runs or one --csv FILE, and at most one --output");
        }
        if (!(costPerHour >= 0 && costPerHour < Double.POSITIVE_INFINITY) || (costPerHour > 0 && folders.isEmpty())) {
            throw new IllegalArgumentException(
                    "--cost-per-hour must be at least 0, and is of runs, got " + costPerHour);
        }
        for (double compute : predicted) {
            if (!(compute > 0 && compute < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("--predict must be above 0, got " + compute);
            }
        }
    }

    private Map<String, List<ScalingPoint>> runs(List<Map<String, Object>> efficiency) {
        Map<String, List<ScalingPoint>> groups = new LinkedHashMap<>();
        for (Path folder : folders) {
            FinishedRun run = FinishedRun.load(folder, source.runMetric(), source.group());
            groups.computeIfAbsent(run.group(), group -> new ArrayList<>()).add(run.point());
            efficiency.add(run.efficiency(costPerHour));
        }
        return groups;
    }

    /** Runs have their efficiency to show; where there are too few for a law, that is a note and no failure. */
    private List<Map<String, Object>> fits(Map<String, List<ScalingPoint>> groups, ScalingPage page, boolean mustFit) {
        ScalingSettings settings = new ScalingSettings(irreducible, heldOut, resamples, confidence, seed);
        List<Map<String, Object>> fits = new ArrayList<>();
        groups.forEach((group, points) -> {
            Map<String, Object> fit = new LinkedHashMap<>();
            fit.put("group", group);
            try {
                ScalingStudy study = ScalingStudy.of(points, settings);
                fit.putAll(study.figures());
                fit.put("predictions", predictions(study));
                page.add(group, study, predicted);
            } catch (IllegalArgumentException e) {
                if (mustFit) {
                    throw new IllegalArgumentException(
                            group.isEmpty() ? e.getMessage() : "Group '" + group + "': " + e.getMessage(), e);
                }
                fit.put("note", String.valueOf(e.getMessage()));
            }
            fits.add(fit);
        });
        return fits;
    }

    private List<Map<String, Object>> predictions(ScalingStudy study) {
        return predicted.stream()
                .map(compute -> Map.<String, Object>of(
                        "compute", compute, "error", study.law().at(compute)))
                .toList();
    }

    /** One line for each figure, those of a part behind its name and number. */
    private static Map<String, Object> lines(String prefix, Map<?, ?> result) {
        Map<String, Object> lines = new LinkedHashMap<>();
        result.forEach((name, value) -> {
            if (value instanceof List<?> list) {
                for (int i = 0; i < list.size(); i++) {
                    if (list.get(i) instanceof Map<?, ?> part) {
                        lines.putAll(lines(prefix + name + "." + (i + 1) + ".", part));
                    }
                }
            } else if (value instanceof Double number) {
                lines.put(prefix + name, String.format("%.6g", number));
            } else {
                lines.put(prefix + name, value);
            }
        });
        return lines;
    }
}
