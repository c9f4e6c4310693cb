package org.clipspark.job.report;

import java.util.Locale;

/** Figures that the report shows, in its order. */
enum Measure {
    ZEROSHOT_TOP1("zeroshot_top1", "Zero-shot top-1", Form.PERCENT, Better.HIGHER),
    ZEROSHOT_TOP5("zeroshot_top5", "Zero-shot top-5", Form.PERCENT, Better.HIGHER),
    MEAN_PER_CLASS_RECALL("mean_per_class_recall", "Mean per-class recall", Form.PERCENT, Better.HIGHER),
    IMAGE_TO_TEXT_R1("image_to_text_r1", "Image to text R@1", Form.PERCENT, Better.HIGHER),
    IMAGE_TO_TEXT_R5("image_to_text_r5", "Image to text R@5", Form.PERCENT, Better.HIGHER),
    IMAGE_TO_TEXT_R10("image_to_text_r10", "Image to text R@10", Form.PERCENT, Better.HIGHER),
    TEXT_TO_IMAGE_R1("text_to_image_r1", "Text to image R@1", Form.PERCENT, Better.HIGHER),
    TEXT_TO_IMAGE_R5("text_to_image_r5", "Text to image R@5", Form.PERCENT, Better.HIGHER),
    TEXT_TO_IMAGE_R10("text_to_image_r10", "Text to image R@10", Form.PERCENT, Better.HIGHER),
    TRAIN_LOSS(MetricKeys.TRAIN_LOSS, "Training loss", Form.NUMBER, Better.LOWER),
    VALIDATION_LOSS(MetricKeys.VALIDATION_LOSS, "Validation loss", Form.NUMBER, Better.LOWER),
    LOGIT_SCALE(MetricKeys.LOGIT_SCALE, "Logit scale", Form.NUMBER, Better.NEITHER),
    LEARNING_RATE(MetricKeys.LEARNING_RATE, "Learning rate", Form.NUMBER, Better.NEITHER),
    PAIRS_PER_SECOND(MetricKeys.PAIRS_PER_SECOND, "Pairs per second", Form.NUMBER, Better.NEITHER),
    SAMPLES_SEEN(MetricKeys.SAMPLES_SEEN, "Pairs seen", Form.COUNT, Better.NEITHER),
    TRAIN_SECONDS(MetricKeys.TRAIN_SECONDS, "Training time", Form.SECONDS, Better.NEITHER);

    private enum Form {
        PERCENT,
        NUMBER,
        COUNT,
        SECONDS
    }

    /** Which way is good. */
    enum Better {
        HIGHER,
        LOWER,
        NEITHER
    }

    private final String key;
    private final String title;
    private final Form form;
    private final Better better;

    Measure(String key, String title, Form form, Better better) {
        this.key = key;
        this.title = title;
        this.form = form;
        this.better = better;
    }

    /** Name in {@code metrics.jsonl}. */
    String key() {
        return key;
    }

    String title() {
        return title;
    }

    Better better() {
        return better;
    }

    boolean isFraction() {
        return form == Form.PERCENT;
    }

    /** The figure as people read it. */
    String text(double value) {
        return switch (form) {
            case PERCENT -> String.format(Locale.ROOT, "%.1f %%", 100 * value);
            case COUNT -> String.format(Locale.ROOT, "%,.0f", value);
            case SECONDS -> duration(Math.round(value));
            case NUMBER -> number(value);
        };
    }

    private static String number(double value) {
        double size = Math.abs(value);
        if (size == 0) {
            return "0";
        }
        if (size < 1e-2) {
            return String.format(Locale.ROOT, "%.2e", value);
        }
        return String.format(Locale.ROOT, size < 100 ? "%.3f" : "%,.1f", value);
    }

    private static String duration(long seconds) {
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? String.format(Locale.ROOT, "%d min %02d s", seconds / 60, seconds % 60)
                : String.format(Locale.ROOT, "%d h %02d min", seconds / 3600, seconds / 60 % 60);
    }
}
