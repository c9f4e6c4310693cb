package org.clipspark.job.suite.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.clipspark.job.embed.EmbeddingJob;
import org.clipspark.job.embed.EmbeddingRequest;
import org.clipspark.job.embed.SplitChoice;
import org.clipspark.job.suite.cell.CellAddress;
import org.clipspark.job.suite.cell.Lineage;
import org.clipspark.job.suite.cell.SuiteTask;
import org.clipspark.job.suite.settings.DatasetSettings;
import org.clipspark.job.suite.settings.LanguageSettings;
import org.clipspark.job.suite.settings.SuiteSettings;
import org.clipspark.prep.shard.ShardManifest;

/** Lays out the cells of a suite; reads descriptions only, and no image or weight. */
public final class SuitePlan {
    /** Of how figures are computed from embeddings: a change of a definition makes all cells new. */
    private static final String MEASURES = "1";

    private final SuiteSettings settings;
    private final EmbeddingJob embeddings;
    private final Configuration hadoop;

    /**
     * Prepares the layout.
     *
     * @param embeddings says what embeddings depend on
     */
    public SuitePlan(SuiteSettings settings, EmbeddingJob embeddings, Configuration hadoop) {
        this.settings = settings;
        this.embeddings = embeddings;
        this.hadoop = hadoop;
    }

    /**
     * The cells of some checkpoints, by checkpoint and data set.
     *
     * @throws IllegalArgumentException if files, data sets and checkpoints do not fit together
     * @throws java.io.UncheckedIOException if one of them cannot be read
     */
    public List<DatasetPlan> of(List<SuiteCheckpoint> checkpoints) {
        Map<String, List<PlannedCell>> templates = new TreeMap<>();
        settings.datasets().forEach(dataset -> templates.put(dataset.name(), prompted(dataset)));
        List<DatasetPlan> plans = new ArrayList<>();
        for (SuiteCheckpoint checkpoint : checkpoints) {
            for (DatasetSettings dataset : settings.datasets()) {
                EmbeddingRequest request = request(checkpoint, dataset);
                List<PlannedCell> cells = templates.getOrDefault(dataset.name(), List.of()).stream()
                        .map(cell -> of(checkpoint, dataset, request, cell))
                        .toList();
                plans.add(new DatasetPlan(checkpoint, dataset, request, cells));
            }
        }
        return plans;
    }

    /** The cells of a data set with what they have whatever the checkpoint. */
    private List<PlannedCell> prompted(DatasetSettings dataset) {
        ImageLabels labels = ImageLabels.of(
                dataset, ShardManifest.load(new Path(dataset.shards()), hadoop).classNames());
        List<PlannedCell> cells = new ArrayList<>();
        for (SuiteTask task : dataset.suiteTasks()) {
            for (LanguageSettings language : task.usesPrompts()
                    ? dataset.languages()
                    : dataset.languages().subList(0, 1)) {
                Prompts prompts = task.usesPrompts()
                        ? PromptFiles.load(dataset.name(), labels.classNames(), language)
                        : Prompts.NONE;
                cells.add(prompted(
                        dataset,
                        new CellAddress(dataset.name(), "any", "any", language.name(), task),
                        prompts,
                        labels));
            }
        }
        return cells;
    }

    private static PlannedCell prompted(
            DatasetSettings dataset, CellAddress address, Prompts prompts, ImageLabels labels) {
        boolean isClassified = address.task() == SuiteTask.ZEROSHOT_CLASSIFICATION;
        List<Integer> subset = isClassified ? ClassSubset.labels(dataset, labels.classNames()) : List.of();
        Map<String, String> parts = new TreeMap<>();
        parts.put(Lineage.SETTINGS, TaskSettings.text(dataset, address.task(), subset));
        if (address.task().usesPrompts()) {
            parts.put(Lineage.PROMPTS, prompts.hash());
        }
        if (isClassified && !labels.byKey().isEmpty()) {
            parts.put("labels", labels.hash());
        }
        return new PlannedCell(address, prompts, subset, isClassified ? labels.byKey() : Map.of(), new Lineage(parts));
    }

    private PlannedCell of(
            SuiteCheckpoint checkpoint, DatasetSettings dataset, EmbeddingRequest request, PlannedCell cell) {
        Map<String, String> parts = new TreeMap<>(embeddings.identity(request).parts());
        parts.putAll(cell.lineage().parts());
        parts.put("measures", MEASURES);
        parts.put("intervals", TaskSettings.text(settings.intervals()));
        SuiteTask task = cell.address().task();
        if (task == SuiteTask.OOD_DETECTION) {
            parts.put(
                    "outliers",
                    embeddings.identity(outliers(checkpoint, dataset)).hash());
        }
        CellAddress address = new CellAddress(
                dataset.name(),
                checkpoint.model(),
                checkpoint.pretrained(),
                cell.address().language(),
                task);
        return new PlannedCell(address, cell.prompts(), cell.classSubset(), cell.labels(), new Lineage(parts));
    }

    private EmbeddingRequest request(SuiteCheckpoint checkpoint, DatasetSettings dataset) {
        List<String> columns = new ArrayList<>();
        dataset.slices().ifPresent(columns::add);
        dataset.selection()
                .flatMap(selection -> selection.groupColumn())
                .filter(column -> !columns.contains(column))
                .ifPresent(columns::add);
        return request(checkpoint, dataset.shards(), dataset.splitChoice()).withColumns(columns);
    }

    /** For the rows that a probe learns from. */
    public EmbeddingRequest training(SuiteCheckpoint checkpoint, DatasetSettings dataset) {
        return request(checkpoint, dataset.shards(), SplitChoice.TRAIN);
    }

    /** For the images of none of the classes. */
    public EmbeddingRequest outliers(SuiteCheckpoint checkpoint, DatasetSettings dataset) {
        DatasetSettings.Outliers outliers = dataset.outliers()
                .orElseThrow(
                        () -> new IllegalStateException("Settings check that " + dataset.name() + " has outliers"));
        return request(checkpoint, outliers.shards(), SplitChoice.named(outliers.split()));
    }

    private EmbeddingRequest request(SuiteCheckpoint checkpoint, String shards, SplitChoice split) {
        return EmbeddingRequest.of(
                checkpoint.source().location(), settings.tokenizer().vocabulary(), shards, split, settings.batchSize());
    }
}
