package org.clipspark.job.train;

import java.io.PrintWriter;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;

/** Lines for whoever watches a run: how far it is, how fast, how long it will take, and what each epoch gave. */
public final class ProgressLine implements TrainingListener {
    private static final double SECONDS_BETWEEN_LINES = 5;

    private final PrintWriter out;
    private final Clock clock;
    private long samplesPerEpoch;
    private int epochs;
    private int epochsDone;
    private double epochStart;
    private double lastLine;

    /** Lines go to that writer. */
    public ProgressLine(PrintWriter out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    private double now() {
        return clock.millis() / 1000.0;
    }

    private void line(String text) {
        out.println(text);
        out.flush();
    }

    @Override
    public synchronized void started(TrainingRun run) {
        samplesPerEpoch = run.samplesPerEpoch();
        epochs = run.config().train().epochs();
        epochStart = now();
        lastLine = epochStart;
        line(String.format(
                Locale.ROOT,
                "training %,d parameters on %,d pairs, %d epochs of %,d steps, into %s",
                run.parameters(),
                samplesPerEpoch,
                epochs,
                run.stepsPerEpoch(),
                run.folder()));
    }

    @Override
    public synchronized void progressed(long samples) {
        double now = now();
        if (now - lastLine < SECONDS_BETWEEN_LINES || samples == 0) {
            return;
        }
        lastLine = now;
        double rate = samples / Math.max(1e-3, now - epochStart);
        double left = ((double) samplesPerEpoch * (epochs - epochsDone) - samples) / rate;
        line(String.format(
                Locale.ROOT,
                "epoch %d/%d: %3.0f %% of %,d pairs, %.0f pairs/s, %s left",
                epochsDone + 1,
                epochs,
                100.0 * samples / samplesPerEpoch,
                samplesPerEpoch,
                rate,
                duration(left)));
    }

    @Override
    public synchronized void trained(int epoch, EpochReport report, TrainingClock time) {
        epochsDone = epoch;
        double left = (epochs - epoch) * time.trainSeconds() / epoch;
        line(String.format(
                Locale.ROOT,
                "epoch %d/%d: loss %.4f, %.0f pairs/s, %s left",
                epoch,
                epochs,
                report.loss(),
                report.samples() / Math.max(1e-3, time.epochSeconds()),
                duration(left)));
        epochStart = now();
        lastLine = epochStart;
    }

    @Override
    public synchronized void validated(int epoch, long step, Validation validation) {
        Map<String, Double> values = validation.evaluation().values();
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "epoch %d/%d: validation loss %.4f", epoch, epochs, validation.loss()));
        percent(text, "zero-shot top-1", values, "zeroshot_top1");
        percent(text, "mean per class", values, "mean_per_class_recall");
        percent(text, "image to text R@1", values, "image_to_text_r1");
        percent(text, "text to image R@1", values, "text_to_image_r1");
        line(text.toString());
        epochStart = now();
        lastLine = epochStart;
    }

    private static void percent(StringBuilder text, String label, Map<String, Double> values, String key) {
        double value = values.getOrDefault(key, Double.NaN);
        if (Double.isFinite(value)) {
            text.append(String.format(Locale.ROOT, ", %s %.1f %%", label, 100 * value));
        }
    }

    private static String duration(double seconds) {
        long whole = Math.max(0, Math.round(seconds));
        return whole >= 3600
                ? String.format(Locale.ROOT, "%d h %02d min", whole / 3600, whole / 60 % 60)
                : String.format(Locale.ROOT, "%d min %02d s", whole / 60, whole % 60);
    }
}
