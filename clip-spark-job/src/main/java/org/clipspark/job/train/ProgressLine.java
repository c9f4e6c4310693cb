package org.clipspark.job.train;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;

/** Lines for whoever watches a run: how far it is, how fast, how long it will take, and what each epoch gave. */
public final class ProgressLine implements TrainingListener {
    private final PrintWriter out;
    private int epochs;
    private long samplesPerEpoch;

    /** Lines go to that writer. */
    public ProgressLine(PrintWriter out) {
        this.out = out;
    }

    private void line(String text) {
        out.println(text);
        out.flush();
    }

    @Override
    public void started(TrainingRun run) {
        epochs = run.config().train().epochs();
        samplesPerEpoch = run.samplesPerEpoch();
        line(String.format(
                Locale.ROOT,
                "training %,d parameters on %,d pairs, %d epochs of %,d steps, into %s",
                run.parameters(),
                run.samplesPerEpoch(),
                epochs,
                run.stepsPerEpoch(),
                run.folder()));
    }

    @Override
    public void progressed(int epoch, long samples, double seconds) {
        double rate = samples / Math.max(1e-3, seconds);
        long left = (epochs - epoch + 1L) * samplesPerEpoch - samples;
        line(String.format(
                Locale.ROOT,
                "epoch %d/%d: %.0f %%, %.0f pairs/s, %s left",
                epoch,
                epochs,
                100.0 * samples / samplesPerEpoch,
                rate,
                duration(left / Math.max(1e-3, rate))));
    }

    @Override
    public void trained(int epoch, EpochReport report, TrainingClock time) {
        double left = (epochs - epoch) * time.trainSeconds() / epoch;
        line(String.format(
                Locale.ROOT,
                "epoch %d/%d: loss %.4f, %.0f pairs/s, %s left",
                epoch,
                epochs,
                report.loss(),
                report.samples() / Math.max(1e-3, time.epochSeconds()),
                duration(left)));
    }

    @Override
    public void validated(int epoch, long step, Validation validation) {
        Map<String, Double> values = validation.evaluation().values();
        StringBuilder text = new StringBuilder(
                String.format(Locale.ROOT, "epoch %d/%d: validation loss %.4f", epoch, epochs, validation.loss()));
        percent(text, "zero-shot top-1", values, "zeroshot_top1");
        percent(text, "mean per class", values, "mean_per_class_recall");
        percent(text, "image to text R@1", values, "image_to_text_r1");
        percent(text, "text to image R@1", values, "text_to_image_r1");
        line(text.toString());
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
