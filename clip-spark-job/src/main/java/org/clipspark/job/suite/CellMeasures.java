package org.clipspark.job.suite;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.clipspark.job.embed.EmbeddingJob;
import org.clipspark.job.eval.Embeddings;
import org.clipspark.job.suite.measure.ClassificationMeasure;
import org.clipspark.job.suite.measure.Classifier;
import org.clipspark.job.suite.measure.Intervals;
import org.clipspark.job.suite.measure.MultiLabelMeasure;
import org.clipspark.job.suite.measure.OutlierMeasure;
import org.clipspark.job.suite.measure.ProbeMeasure;
import org.clipspark.job.suite.measure.RetrievalMeasure;
import org.clipspark.job.suite.measure.SelectionMeasure;
import org.clipspark.job.suite.measure.TaskMeasure;
import org.clipspark.job.suite.plan.DatasetPlan;
import org.clipspark.job.suite.plan.PlannedCell;
import org.clipspark.job.suite.plan.Prompts;
import org.clipspark.job.suite.plan.SuitePlan;
import org.clipspark.job.suite.settings.DatasetSettings;
import org.clipspark.job.suite.settings.SuiteSettings;

/** Gives each cell of a checkpoint and a data set its measure; classifiers of the same prompts are built once. */
final class CellMeasures {
    private final SuiteSettings settings;
    private final SuitePlan plan;
    private final EmbeddingJob embeddings;
    private final DatasetPlan each;
    private final Intervals intervals;
    private final Map<String, Embeddings> classifiers = new HashMap<>();

    CellMeasures(SuiteSettings settings, SuitePlan plan, EmbeddingJob embeddings, DatasetPlan each) {
        this.settings = settings;
        this.plan = plan;
        this.embeddings = embeddings;
        this.each = each;
        this.intervals = new Intervals(settings.intervals());
    }

    TaskMeasure of(PlannedCell cell) {
        DatasetSettings dataset = each.dataset();
        return switch (cell.address().task()) {
            case ZEROSHOT_CLASSIFICATION -> classification(cell);
            case ZEROSHOT_RETRIEVAL -> new RetrievalMeasure(intervals);
            case LINEAR_PROBE ->
                new ProbeMeasure(
                        dataset.probe().orElseThrow(),
                        embeddings.embed(plan.training(each.checkpoint(), dataset)),
                        intervals);
            case IMAGE_CAPTION_SELECTION ->
                new SelectionMeasure(dataset.selection().orElseThrow(), intervals);
            case OOD_DETECTION ->
                new OutlierMeasure(
                        classifier(cell.prompts()), embeddings.embed(plan.outliers(each.checkpoint(), dataset)));
        };
    }

    private TaskMeasure classification(PlannedCell cell) {
        Embeddings classifier = classifier(cell.prompts());
        return cell.labels().isEmpty()
                ? new ClassificationMeasure(
                        classifier,
                        cell.prompts().classNames(),
                        cell.classSubset(),
                        each.dataset().slices(),
                        intervals)
                : new MultiLabelMeasure(classifier, cell.labels());
    }

    private Embeddings classifier(Prompts prompts) {
        return classifiers.computeIfAbsent(prompts.hash(), hash -> {
            Embeddings all = embeddings.texts(
                    each.request().checkpoint(),
                    settings.tokenizer().vocabulary(),
                    settings.batchSize(),
                    prompts.all());
            return Classifier.of(all, prompts.byClass().stream().map(List::size).toList());
        });
    }
}
