package org.clipspark.job.suite;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.clipspark.job.suite.cell.Cell;
import org.clipspark.job.suite.cell.CellStore;
import org.clipspark.job.suite.gate.Breach;
import org.clipspark.job.suite.gate.Gate;
import org.clipspark.job.suite.gate.GateSettings;
import org.clipspark.job.suite.page.SuitePage;
import org.clipspark.job.suite.page.TrendPage;
import org.clipspark.job.suite.plan.SuiteCheckpoint;
import org.clipspark.job.suite.settings.SuiteSettings;
import org.clipspark.job.suite.table.Aggregate;
import org.clipspark.job.suite.table.History;
import org.clipspark.prep.shard.WholeFile;

/** A suite with all that is made of its results: aggregates, history, pages, gate. */
public final class SuiteRun {
    private final Suite suite;
    private final SuiteSettings settings;
    private final Optional<GateSettings> gate;
    private final Configuration hadoop;

    /** Prepares a run; nothing is read yet. */
    public SuiteRun(Suite suite, SuiteSettings settings, Optional<GateSettings> gate, Configuration hadoop) {
        this.suite = suite;
        this.settings = settings;
        this.gate = gate;
        this.hadoop = hadoop;
    }

    /**
     * What became of a run.
     *
     * @param cells of all that was asked for, in its order
     * @param computed how many of them were computed now
     * @param aggregates means over data sets
     * @param breaches what the gate does not let pass; empty without a gate
     * @param report the page
     * @param trend the page of the history
     */
    public record Summary(
            List<Cell> cells,
            int computed,
            List<Aggregate> aggregates,
            List<Breach> breaches,
            String report,
            String trend) {
        /** Copies the lists. */
        public Summary {
            cells = List.copyOf(cells);
            aggregates = List.copyOf(aggregates);
            breaches = List.copyOf(breaches);
        }
    }

    /** All checkpoints that the settings name; errors as in {@link Suite#checkpoints}. */
    public List<SuiteCheckpoint> checkpoints() {
        return suite.checkpoints();
    }

    /**
     * Computes what is missing of some checkpoints and makes history, pages and the gate's verdict of their results.
     *
     * @throws IllegalArgumentException if files, data sets and checkpoints do not fit together, or an aggregate lacks a set
     * @throws java.io.UncheckedIOException if something cannot be read or written
     */
    public Summary run(List<SuiteCheckpoint> checkpoints) {
        Suite.Result result = suite.run(checkpoints);
        List<Aggregate> aggregates = Aggregate.of(settings.aggregates(), result.cells());
        History history = new History(settings.output(), hadoop);
        history.add(result.cells());
        String name = new Path(settings.output()).getName();
        String report = write(
                SuitePage.FILE_NAME,
                new SuitePage(name, shown(result.cells()), aggregates)
                        .html(address -> suite.store().thumbnails(address)));
        String trend = write(TrendPage.FILE_NAME, new TrendPage(name, history.entries()).html());
        List<Breach> breaches = gate.map(each -> new Gate(each, baseline(each)).check(result.cells()))
                .orElse(List.of());
        return new Summary(result.cells(), result.computed(), aggregates, breaches, report, trend);
    }

    private List<Cell> baseline(GateSettings settings) {
        return settings.baseline()
                .map(before -> new CellStore(before.results(), hadoop).all())
                .orElse(List.of());
    }

    /** With earlier checkpoints of the same models, which may be gone by now: a curve needs them. */
    private List<Cell> shown(List<Cell> cells) {
        Set<String> models = new HashSet<>();
        Set<String> rows = new HashSet<>();
        Set<Object> known = new HashSet<>();
        for (Cell cell : cells) {
            models.add(cell.address().model());
            rows.add(cell.address().row());
            known.add(cell.address());
        }
        List<Cell> all = new ArrayList<>(cells);
        suite.store().all().stream()
                .filter(cell -> models.contains(cell.address().model())
                        && rows.contains(cell.address().row())
                        && !known.contains(cell.address()))
                .forEach(all::add);
        all.sort(Comparator.comparing((Cell cell) -> cell.address().model())
                .thenComparingLong(cell -> cell.progress().samplesSeen())
                .thenComparing(cell -> cell.address().pretrained()));
        return all;
    }

    private String write(String fileName, String html) {
        Path file = new Path(settings.output(), fileName);
        WholeFile.write(file, html.getBytes(StandardCharsets.UTF_8), hadoop);
        return file.toString();
    }
}
