package org.clipspark.job.robust.measure;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.clipspark.job.embed.EmbeddedSet;
import org.clipspark.job.embed.EmbeddingJob;
import org.clipspark.job.embed.EmbeddingRequest;
import org.clipspark.job.embed.ImageChange;
import org.clipspark.job.embed.RowScope;
import org.clipspark.job.embed.SplitChoice;
import org.clipspark.job.eval.Embeddings;
import org.clipspark.job.robust.card.Accuracy;
import org.clipspark.job.robust.settings.RobustnessSettings;
import org.clipspark.job.suite.cell.Lineage;
import org.clipspark.job.suite.measure.Classifier;
import org.clipspark.job.suite.plan.PromptFiles;
import org.clipspark.job.suite.plan.Prompts;
import org.clipspark.job.suite.plan.SuiteCheckpoint;
import org.clipspark.job.suite.settings.LanguageSettings;
import org.clipspark.model.input.ImageSize;
import org.clipspark.prep.shard.ShardManifest;

/** A checkpoint, the clean data set and the zero-shot classifier that all measures share. One thread uses it. */
public final class CleanSet {
    private final RobustnessSettings settings;
    private final SuiteCheckpoint checkpoint;
    private final EmbeddingJob embeddings;
    private final List<String> classNames;
    private final Prompts prompts;
    private final Embeddings classifier;
    private final Map<Long, Scored> unchanged = new HashMap<>();

    private CleanSet(
            RobustnessSettings settings,
            SuiteCheckpoint checkpoint,
            EmbeddingJob embeddings,
            List<String> classNames,
            Prompts prompts) {
        this.settings = settings;
        this.checkpoint = checkpoint;
        this.embeddings = embeddings;
        this.classNames = classNames;
        this.prompts = prompts;
        this.classifier = classifier(prompts);
    }

    /**
     * Opens the data set and embeds its prompts.
     *
     * @throws IllegalArgumentException if it has no classes, or files do not fit them
     * @throws java.io.UncheckedIOException if something cannot be read or written
     */
    public static CleanSet open(
            RobustnessSettings settings, SuiteCheckpoint checkpoint, EmbeddingJob embeddings, Configuration hadoop) {
        List<String> classNames =
                ShardManifest.load(new Path(settings.clean().shards()), hadoop).classNames();
        Prompts prompts = PromptFiles.load(
                settings.clean().name(), classNames, settings.clean().prompts());
        return new CleanSet(settings, checkpoint, embeddings, classNames, prompts);
    }

    /** What the card is to measure. */
    public RobustnessSettings settings() {
        return settings;
    }

    /** What is measured. */
    public SuiteCheckpoint checkpoint() {
        return checkpoint;
    }

    /** Size of the images that the model reads. */
    public ImageSize imageSize() {
        return checkpoint.source().model().vision().size();
    }

    /** Names of the classes in the data set, by label. */
    public List<String> classNames() {
        return classNames;
    }

    /** The prompts as they are. */
    public Prompts prompts() {
        return prompts;
    }

    /** {@code [classes, E]}, of the prompts as they are. */
    public Embeddings classifier() {
        return classifier;
    }

    /** {@code [classes, E]}, of other prompts. */
    Embeddings classifier(Prompts others) {
        Embeddings all = embeddings.texts(
                checkpoint.source().location(), settings.tokenizer().vocabulary(), settings.batchSize(), others.all());
        return Classifier.of(all, others.byClass().stream().map(List::size).toList());
    }

    /** The prompts of another data set: its class names in the same templates. */
    Prompts prompts(String dataset, List<String> otherNames) {
        LanguageSettings own = settings.clean().prompts();
        LanguageSettings others = new LanguageSettings(
                own.name(), own.templates(), own.templatesFile(), Optional.empty(), own.promptsFile());
        return PromptFiles.load(dataset, otherNames, others);
    }

    /** For some of the images, changed. */
    private EmbeddingRequest request(long images, ImageChange change, long seed) {
        return request(settings.clean().shards(), settings.clean().splitChoice(), images)
                .withChange(change, seed);
    }

    private EmbeddingRequest request(String shards, SplitChoice split, long images) {
        return EmbeddingRequest.of(
                        checkpoint.source().location(),
                        settings.tokenizer().vocabulary(),
                        shards,
                        split,
                        settings.batchSize())
                .withScope(RowScope.images(images));
    }

    /** Images of another data set. */
    EmbeddedSet embed(String shards, SplitChoice split, long images) {
        return embeddings.embed(request(shards, split, images));
    }

    /** Images as they are, classified. */
    Scored clean(long images) {
        return unchanged.computeIfAbsent(images, some -> scored(some, ImageChange.NONE, 0));
    }

    /** Images changed, classified. */
    Scored scored(long images, ImageChange change, long seed) {
        return Scored.of(embeddings.embed(request(images, change, seed)), classifier);
    }

    /** All images that the settings ask for, as they are. */
    public EmbeddedSet images() {
        return clean(settings.clean().images()).set();
    }

    /** Accuracy on them. */
    public Accuracy accuracy() {
        return Accuracy.of(clean(settings.clean().images()).outcomes(), settings.confidence());
    }

    /**
     * What figures on clean images follow from, by name.
     *
     * @param images how many rows of each split; 0 for all
     */
    public Map<String, String> lineage(long images) {
        Map<String, String> parts = new TreeMap<>(
                embeddings.identity(request(images, ImageChange.NONE, 0)).parts());
        parts.put(Lineage.PROMPTS, prompts.hash());
        return parts;
    }
}
