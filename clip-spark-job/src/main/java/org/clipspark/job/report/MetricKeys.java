package org.clipspark.job.report;

/** Names of figures in {@code metrics.jsonl} that {@link Report} draws; those of an evaluation are listed by its results. */
public final class MetricKeys {
    /** Mean contrastive loss over the entry's samples, in nats. */
    public static final String TRAIN_LOSS = "train_loss";
    /** Contrastive loss on the validation set, in nats. */
    public static final String VALIDATION_LOSS = "validation_loss";
    /** Learning rate of the step. */
    public static final String LEARNING_RATE = "learning_rate";
    /** Factor between cosine and logit, that is the exponential of the learnt parameter. */
    public static final String LOGIT_SCALE = "logit_scale";
    /** Image-text pairs trained on since the start of the run. */
    public static final String SAMPLES_SEEN = "samples_seen";
    /** Pairs trained on per second, over all replicas; differs between equal runs. */
    public static final String PAIRS_PER_SECOND = "pairs_per_second";
    /** Seconds of training since the start of the run, evaluation left out; differs between equal runs. */
    public static final String TRAIN_SECONDS = "train_seconds";

    private static final String SECONDS_SUFFIX = "_seconds";

    private MetricKeys() {}

    /** Says whether a figure depends on the clock, so that two equal runs may differ in it. */
    static boolean isTime(String key) {
        return key.endsWith(SECONDS_SUFFIX) || key.equals(PAIRS_PER_SECOND);
    }
}
