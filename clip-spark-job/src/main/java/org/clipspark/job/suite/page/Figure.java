package org.clipspark.job.suite.page;

import java.util.List;
import java.util.Locale;
import org.clipspark.job.suite.cell.SuiteTask;

/**
 * A figure that the pages show.
 *
 * @param metric name in the results
 * @param title for people
 * @param isFraction whether it is shown in percent
 */
public record Figure(String metric, String title, boolean isFraction) {
    private static final double LARGE = 100;

    private static final List<Figure> CLASSIFICATION = List.of(
            fraction("acc1", "Top-1"),
            fraction("acc5", "Top-5"),
            fraction("mean_per_class_recall", "Mean per class"),
            fraction("mean_average_precision", "Mean average precision"),
            fraction("ece", "Calibration error"),
            fraction("worst_group_acc1", "Worst group"),
            fraction("group_gap", "Best minus worst group"));
    private static final List<Figure> RETRIEVAL = List.of(
            fraction("image_retrieval_recall@1", "Caption to image R@1"),
            fraction("image_retrieval_recall@5", "Caption to image R@5"),
            fraction("text_retrieval_recall@1", "Image to caption R@1"),
            fraction("text_retrieval_recall@5", "Image to caption R@5"),
            new Figure("image_retrieval_median_rank", "Median rank of images", false),
            new Figure("text_retrieval_median_rank", "Median rank of captions", false));
    private static final List<Figure> PROBE = List.of(
            fraction("lp_acc1", "Probe top-1"),
            fraction("lp_acc5", "Probe top-5"),
            fraction("lp_mean_per_class_recall", "Probe mean per class"));
    private static final List<Figure> SELECTION =
            List.of(fraction("acc", "Right choices"), fraction("text", "Text score"), fraction("image", "Image score"));
    private static final List<Figure> DETECTION = List.of(
            fraction("auroc", "AUROC"),
            fraction("aupr_in", "AUPR of known"),
            fraction("aupr_out", "AUPR of others"),
            fraction("fpr@95", "False positives at 95 %"));

    /** The figures of a task, the most telling first. */
    static List<Figure> of(SuiteTask task) {
        return switch (task) {
            case ZEROSHOT_CLASSIFICATION -> CLASSIFICATION;
            case ZEROSHOT_RETRIEVAL -> RETRIEVAL;
            case LINEAR_PROBE -> PROBE;
            case IMAGE_CAPTION_SELECTION -> SELECTION;
            case OOD_DETECTION -> DETECTION;
        };
    }

    /** What a task is called. */
    static String title(SuiteTask task) {
        return switch (task) {
            case ZEROSHOT_CLASSIFICATION -> "Zero-shot classification";
            case ZEROSHOT_RETRIEVAL -> "Zero-shot retrieval";
            case LINEAR_PROBE -> "Linear probe";
            case IMAGE_CAPTION_SELECTION -> "Image-caption selection";
            case OOD_DETECTION -> "Detection of images of no class";
        };
    }

    private static Figure fraction(String metric, String title) {
        return new Figure(metric, title, true);
    }

    /** A value as people read it. */
    String text(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        if (isFraction) {
            return String.format(Locale.ROOT, "%.1f %%", 100 * value);
        }
        return String.format(Locale.ROOT, value < LARGE ? "%.1f" : "%,.0f", value);
    }
}
