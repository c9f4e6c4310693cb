package org.clipspark.job.robust;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.clipspark.job.embed.EmbeddingJob;
import org.clipspark.job.robust.card.CardFile;
import org.clipspark.job.robust.card.RobustnessCard;
import org.clipspark.job.robust.card.ShiftResult;
import org.clipspark.job.robust.measure.AttackMeasure;
import org.clipspark.job.robust.measure.CleanSet;
import org.clipspark.job.robust.measure.CorruptionMeasure;
import org.clipspark.job.robust.measure.FlipMeasure;
import org.clipspark.job.robust.measure.Gallery;
import org.clipspark.job.robust.measure.ShiftComparison;
import org.clipspark.job.robust.measure.ShiftMeasure;
import org.clipspark.job.robust.measure.TextMeasure;
import org.clipspark.job.robust.measure.TypographicMeasure;
import org.clipspark.job.robust.page.CardPage;
import org.clipspark.job.robust.settings.RobustnessSettings;
import org.clipspark.job.robust.task.AttackJob;
import org.clipspark.job.suite.Versions;
import org.clipspark.job.suite.plan.SuiteCheckpoint;
import org.clipspark.prep.shard.WholeFile;

/**
 * Measures a checkpoint and writes its card. Embeddings and attacks that are in the cache are read and not computed, so that
 * a run goes on where it was stopped; images are changed in the tasks that embed them, and never stored.
 */
public final class Robustness {
    private final RobustnessSettings settings;
    private final Configuration hadoop;
    private final EmbeddingJob embeddings;
    private final AttackJob attacks;

    /** Prepares a run; nothing is read yet. */
    public Robustness(JavaSparkContext spark, RobustnessSettings settings) {
        this.settings = settings;
        this.hadoop = spark.hadoopConfiguration();
        this.embeddings = new EmbeddingJob(spark, settings.cache());
        this.attacks = new AttackJob(spark, settings.cache());
    }

    /**
     * What became of a run.
     *
     * @param card the figures
     * @param file the card as JSON
     * @param page the card as HTML
     * @param imagesEncoded images that went through the encoder in this run; 0 where all was in the cache, attacks aside
     * @param attacksComputed attacks that were not in the cache
     */
    public record Result(RobustnessCard card, String file, String page, long imagesEncoded, int attacksComputed) {}

    /**
     * Measures and writes the card.
     *
     * @throws IllegalArgumentException if files, data sets and checkpoint do not fit together
     * @throws java.io.UncheckedIOException if something cannot be read or written
     */
    public Result run() {
        // What can be wrong in small files is told before the long part.
        ShiftComparison comparison = new ShiftComparison(settings, hadoop);
        List<SuiteCheckpoint> checkpoints = SuiteCheckpoint.named(settings.checkpoint(), hadoop);
        CleanSet clean = CleanSet.open(settings, checkpoints.get(checkpoints.size() - 1), embeddings, hadoop);
        AttackMeasure attackMeasure = new AttackMeasure(clean, attacks);
        RobustnessCard card = card(clean, comparison, attackMeasure);
        Path file = CardFile.write(card, settings.output(), hadoop);
        String html = new CardPage(card, new Gallery(clean, hadoop).pictures(), attackMeasure.examples()).html();
        Path page = new Path(settings.output(), CardPage.FILE_NAME);
        WholeFile.write(page, html.getBytes(StandardCharsets.UTF_8), hadoop);
        return new Result(
                card, file.toString(), page.toString(), embeddings.times().images(), attacks.computed());
    }

    private RobustnessCard card(CleanSet clean, ShiftComparison comparison, AttackMeasure attackMeasure) {
        FlipMeasure flips = new FlipMeasure(clean);
        ShiftMeasure shifts = new ShiftMeasure(clean);
        List<ShiftResult> shifted = comparison.compare(
                settings.shifts().stream().map(shifts::measure).toList());
        return new RobustnessCard(
                subject(clean, shifted),
                clean.accuracy(),
                settings.corruptions().map(each -> new CorruptionMeasure(clean, each, hadoop).measure()),
                shifted,
                attackMeasure.measure(settings.attacks()),
                settings.texts().map(new TextMeasure(clean)::measure).orElse(List.of()),
                settings.typographic().map(new TypographicMeasure(clean)::measure),
                settings.flips().stream().map(flips::measure).toList());
    }

    private RobustnessCard.Subject subject(CleanSet clean, List<ShiftResult> shifts) {
        Map<String, String> lineage =
                new TreeMap<>(clean.lineage(settings.clean().images()));
        lineage.put("seed", String.valueOf(settings.seed()));
        shifts.forEach(shift -> lineage.put("shift." + shift.name(), shift.data()));
        return new RobustnessCard.Subject(
                clean.checkpoint().model(),
                clean.checkpoint().pretrained(),
                settings.clean().name(),
                clean.images().skipped().size(),
                settings.confidence(),
                lineage,
                Versions.of());
    }
}
