package org.clipspark.job.suite;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.clipspark.job.embed.EmbeddedSet;
import org.clipspark.job.embed.EmbeddingJob;
import org.clipspark.job.suite.cell.Cell;
import org.clipspark.job.suite.cell.CellStore;
import org.clipspark.job.suite.cell.Measured;
import org.clipspark.job.suite.plan.DatasetPlan;
import org.clipspark.job.suite.plan.PlannedCell;
import org.clipspark.job.suite.plan.SuiteCheckpoint;
import org.clipspark.job.suite.plan.SuitePlan;
import org.clipspark.job.suite.settings.SuiteSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates checkpoints on the data sets of a suite. The state is the results themselves: a cell that is there, and follows
 * from what it would follow from now, is not computed again, so that a suite goes on where it was killed.
 */
public final class Suite {
    private static final Logger log = LoggerFactory.getLogger(Suite.class);
    private static final double MILLIS_PER_SECOND = 1000;

    private final SuiteSettings settings;
    private final Existing existing;
    private final Configuration hadoop;
    private final EmbeddingJob embeddings;
    private final SuitePlan plan;
    private final CellStore store;
    private final Clock clock;

    /** What is done with cells that are there. */
    public enum Existing {
        /** They stay, unless what they follow from has changed. */
        SKIPPED,
        /** They are computed again. */
        REPLACED
    }

    /**
     * What became of a suite.
     *
     * @param cells of all that was asked for, in its order
     * @param computed how many of them were computed now
     */
    public record Result(List<Cell> cells, int computed) {
        /** Copies the list. */
        public Result {
            cells = List.copyOf(cells);
        }
    }

    /** Prepares a suite; nothing is read yet. */
    public Suite(JavaSparkContext spark, SuiteSettings settings, Existing existing, Clock clock) {
        this.settings = settings;
        this.existing = existing;
        this.hadoop = spark.hadoopConfiguration();
        this.embeddings = new EmbeddingJob(spark, settings.cache());
        this.plan = new SuitePlan(settings, embeddings, hadoop);
        this.store = new CellStore(settings.output(), hadoop);
        this.clock = clock;
    }

    /** Where the results are. */
    public CellStore store() {
        return store;
    }

    /**
     * All checkpoints that the settings name.
     *
     * @throws IllegalArgumentException if there is none in one of the places
     */
    public List<SuiteCheckpoint> checkpoints() {
        return settings.checkpoints().stream()
                .flatMap(entry -> SuiteCheckpoint.named(entry, hadoop).stream())
                .toList();
    }

    /**
     * The cells that would be computed for some checkpoints; the plans without any are left out.
     *
     * @throws IllegalArgumentException if files, data sets and checkpoints do not fit together
     */
    public List<DatasetPlan> missing(List<SuiteCheckpoint> checkpoints) {
        return plan.of(checkpoints).stream()
                .map(each -> each.withCells(
                        each.cells().stream().filter(this::isMissing).toList()))
                .filter(each -> !each.cells().isEmpty())
                .toList();
    }

    /**
     * Computes what is missing for some checkpoints.
     *
     * @throws IllegalArgumentException if files, data sets and checkpoints do not fit together
     * @throws java.io.UncheckedIOException if something cannot be read or written
     */
    public Result run(List<SuiteCheckpoint> checkpoints) {
        int computed = 0;
        for (DatasetPlan each : missing(checkpoints)) {
            compute(each);
            computed += each.cells().size();
        }
        List<Cell> cells = new ArrayList<>();
        for (DatasetPlan each : plan.of(checkpoints)) {
            each.cells().forEach(cell -> store.find(cell.address()).ifPresent(cells::add));
        }
        return new Result(cells, computed);
    }

    private boolean isMissing(PlannedCell planned) {
        if (existing == Existing.REPLACED) {
            return true;
        }
        Optional<Cell> found = store.find(planned.address());
        if (found.isEmpty()) {
            return true;
        }
        List<String> changed = planned.lineage().differences(found.get().lineage());
        if (!changed.isEmpty()) {
            log.info("cell={} is computed again: changed {}", planned.address(), String.join(", ", changed));
        }
        return !changed.isEmpty();
    }

    private void compute(DatasetPlan each) {
        long start = clock.millis();
        EmbeddedSet set = embeddings.embed(each.request());
        double embedSeconds = secondsSince(start);
        CellMeasures measures = new CellMeasures(settings, plan, embeddings, each);
        for (PlannedCell planned : each.cells()) {
            long begin = clock.millis();
            Measured measured = measures.of(planned).of(set);
            Map<String, Double> seconds = new TreeMap<>();
            seconds.put("embed", embedSeconds);
            seconds.put("embed_tasks", set.times().taskSeconds());
            seconds.put("embed_encoder", set.times().encoderSeconds());
            seconds.put("measure", secondsSince(begin));
            Cell cell = cell(each, planned, measured, set.skipped().size(), seconds);
            Map<String, String> thumbnails =
                    Thumbnails.of(measured.findings(), set, each.dataset().shards(), hadoop);
            store.save(cell, measured.outcomes(), thumbnails);
            log.info(
                    "cell={} samples={} skipped={} {} {} s",
                    planned.address(),
                    cell.samples(),
                    cell.skipped(),
                    headline(cell),
                    String.format("%.1f", secondsSince(start)));
        }
    }

    private Cell cell(
            DatasetPlan each, PlannedCell planned, Measured measured, long skipped, Map<String, Double> seconds) {
        return new Cell(
                planned.address(),
                measured.metrics(),
                measured.intervals(),
                measured.chance(),
                measured.samples(),
                skipped,
                each.checkpoint().progress(),
                measured.findings(),
                planned.lineage(),
                Versions.of(),
                clock.instant(),
                seconds);
    }

    private static String headline(Cell cell) {
        return cell.metrics().entrySet().stream()
                .findFirst()
                .map(metric -> String.format("%s=%.4f", metric.getKey(), metric.getValue()))
                .orElse("");
    }

    private double secondsSince(long start) {
        return (clock.millis() - start) / MILLIS_PER_SECOND;
    }
}
