package org.clipspark.job.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipspark.job.config.RunFolder;
import org.clipspark.job.report.MetricKeys;
import org.clipspark.job.report.MetricsEntry;
import org.clipspark.job.report.MetricsEntry.Kind;
import org.clipspark.job.report.MetricsLog;
import org.clipspark.job.report.Report;
import org.clipspark.job.report.RunRecord;
import org.clipspark.job.weights.InitialWeights;

/** Keeps the run's folder: configuration and record at the start, a line per measurement, the report after each epoch. */
public final class RunRecorder implements TrainingListener {
    private static final int STEPS_PER_LINE = 10;

    private final Clock clock;
    private final List<MetricsLog> log = new ArrayList<>(1);
    private Path folder = Path.of("");
    private long samplesSeen;

    /** A recorder whose record says that the run began at that clock's time. */
    public RunRecorder(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void started(TrainingRun run) {
        folder = run.folder();
        try {
            Files.writeString(folder.resolve(RunFolder.CONFIG), run.config().format());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write " + folder.resolve(RunFolder.CONFIG), e);
        }
        Map<String, String> lineage = run.lineage();
        new RunRecord(
                        settings(run.config().format()),
                        Map.of("run", run.config().run().seed()),
                        new RunRecord.Inputs(
                                lineage.getOrDefault(Lineage.DATA, ""),
                                lineage.getOrDefault(Lineage.MODEL, ""),
                                lineage.getOrDefault(Lineage.TRANSFORM, ""),
                                lineage.getOrDefault(Lineage.TOKENIZER, ""),
                                run.config().evaluation().templates(),
                                new RunRecord.Weights(
                                        lineage.getOrDefault(InitialWeights.SOURCE, ""),
                                        lineage.getOrDefault(InitialWeights.HASH, ""))),
                        new RunRecord.Build(
                                lineage.getOrDefault(Lineage.COMMIT, ""), Lineage.versions(), clock.instant()),
                        facts(run),
                        groups(run))
                .save(folder);
        log.add(MetricsLog.create(folder));
    }

    private static Map<String, Object> settings(String yaml) {
        try {
            return new YAMLMapper().readValue(yaml, new TypeReference<Map<String, Object>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The effective configuration is always YAML", e);
        }
    }

    private static List<RunRecord.ParameterGroup> groups(TrainingRun run) {
        double highest = run.config().optimizer().learningRate();
        return run.parameterGroups().stream()
                .map(group -> new RunRecord.ParameterGroup(
                        group.learningRateScale() * highest, group.weightDecay(), group.elements(), group.parameters()))
                .toList();
    }

    private static Map<String, String> facts(TrainingRun run) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("run", run.id());
        facts.put("parameters", String.format("%,d", run.parameters()));
        facts.put("training pairs", String.format("%,d", run.samplesPerEpoch()));
        facts.put("steps per epoch", String.format("%,d", run.stepsPerEpoch()));
        return facts;
    }

    @Override
    public void trained(int epoch, EpochReport report, TrainingClock time) {
        long lastStep = 0;
        for (StepRecord record : report.stretches(STEPS_PER_LINE)) {
            samplesSeen += record.samples();
            lastStep = record.step();
            append(
                    Kind.STEP,
                    record.step(),
                    epoch,
                    Map.of(
                            MetricKeys.TRAIN_LOSS,
                            record.loss(),
                            MetricKeys.LEARNING_RATE,
                            record.learningRate(),
                            MetricKeys.LOGIT_SCALE,
                            record.logitScale(),
                            "gradient_norm",
                            record.gradientNorm(),
                            MetricKeys.SAMPLES_SEEN,
                            (double) samplesSeen));
        }
        append(
                Kind.EPOCH,
                lastStep,
                epoch,
                Map.of(
                        MetricKeys.TRAIN_LOSS,
                        report.loss(),
                        MetricKeys.SAMPLES_SEEN,
                        (double) samplesSeen,
                        MetricKeys.PAIRS_PER_SECOND,
                        report.samples() / Math.max(1e-3, time.epochSeconds()),
                        MetricKeys.TRAIN_SECONDS,
                        time.trainSeconds()));
        Report.write(folder);
    }

    @Override
    public void validated(int epoch, long step, Validation validation) {
        Map<String, Double> values = new HashMap<>(validation.evaluation().values());
        values.put(MetricKeys.VALIDATION_LOSS, validation.loss());
        values.put("evaluation_seconds", validation.seconds());
        append(Kind.EVALUATION, step, epoch, values);
        Report.write(folder);
    }

    private void append(Kind kind, long step, int epoch, Map<String, Double> values) {
        log.get(0).append(new MetricsEntry(kind, step, epoch, values));
    }

    @Override
    public void finished(TrainResult result) {
        log.get(0).close();
    }
}
