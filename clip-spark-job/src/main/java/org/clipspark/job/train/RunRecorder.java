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
import org.clipspark.job.data.SourceFacts;
import org.clipspark.job.report.EventLog;
import org.clipspark.job.report.MetricKeys;
import org.clipspark.job.report.MetricsEntry;
import org.clipspark.job.report.MetricsEntry.Kind;
import org.clipspark.job.report.MetricsLog;
import org.clipspark.job.report.Report;
import org.clipspark.job.report.RunEvent;
import org.clipspark.job.report.RunRecord;
import org.clipspark.job.weights.InitialWeights;

/** Keeps the run's folder: configuration and record at the start, a line per measurement, the report after each epoch. */
public final class RunRecorder implements TrainingListener {
    private final Clock clock;
    private final List<MetricsLog> log = new ArrayList<>(1);
    private Path folder = Path.of("");
    private long lastStep;
    private int lastEpoch;
    private int lastEvaluated;

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
        if (run.resumedAt().isPresent()) {
            log.add(MetricsLog.resume(folder, run.resumedAt().getAsLong()));
            for (MetricsEntry entry : MetricsLog.read(folder)) {
                lastStep = entry.kind() == Kind.STEP ? Math.max(lastStep, entry.step()) : lastStep;
                lastEpoch = entry.kind() == Kind.EPOCH ? Math.max(lastEpoch, entry.epoch()) : lastEpoch;
                lastEvaluated = entry.kind() == Kind.EVALUATION ? entry.epoch() : lastEvaluated;
            }
        } else {
            record(run).save(folder);
            log.add(MetricsLog.create(folder));
        }
    }

    private RunRecord record(TrainingRun run) {
        Map<String, String> lineage = run.lineage();
        return new RunRecord(
                settings(run.config().format()),
                Map.of("run", run.config().run().seed()),
                new RunRecord.Inputs(
                        lineage.getOrDefault(Lineage.DATA, ""),
                        sources(run),
                        new RunRecord.Tombstones(
                                lineage.getOrDefault(Lineage.TOMBSTONES, ""),
                                run.erasure().keys(),
                                run.erasure().unknownKeys()),
                        lineage.getOrDefault(Lineage.MODEL, ""),
                        lineage.getOrDefault(Lineage.TRANSFORM, ""),
                        lineage.getOrDefault(Lineage.TOKENIZER, ""),
                        run.config().evaluation().templates(),
                        new RunRecord.Weights(
                                lineage.getOrDefault(InitialWeights.SOURCE, ""),
                                lineage.getOrDefault(InitialWeights.HASH, ""))),
                new RunRecord.Build(lineage.getOrDefault(Lineage.COMMIT, ""), Lineage.versions(), clock.instant()),
                facts(run),
                groups(run));
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

    private static List<RunRecord.Source> sources(TrainingRun run) {
        List<RunRecord.Source> sources = new ArrayList<>();
        for (int i = 0; i < run.sources().size(); i++) {
            SourceFacts source = run.sources().get(i);
            sources.add(new RunRecord.Source(
                    source.name(),
                    source.shards(),
                    source.manifestHash(),
                    source.weight(),
                    source.trainRows(),
                    source.validationRows(),
                    run.erasure().trainRows().get(i),
                    run.erasure().validationRows().get(i)));
        }
        return sources;
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
    public void stepped(int epoch, List<StepRecord> steps, TrainingClock time) {
        long samples = time.samplesSeen()
                - steps.stream().mapToLong(StepRecord::samples).sum();
        for (StepRecord record : steps) {
            samples += record.samples();
            // What a resumed run tells again of its last segment may be there already.
            if (record.step() > lastStep) {
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
                                (double) samples));
                lastStep = record.step();
            }
        }
        Report.write(folder);
    }

    @Override
    public void trained(int epoch, EpochReport report, TrainingClock time) {
        if (epoch <= lastEpoch) {
            return;
        }
        lastEpoch = epoch;
        append(
                Kind.EPOCH,
                lastStep,
                epoch,
                Map.of(
                        MetricKeys.TRAIN_LOSS,
                        report.loss(),
                        MetricKeys.SAMPLES_SEEN,
                        (double) time.samplesSeen(),
                        MetricKeys.PAIRS_PER_SECOND,
                        report.samples() / Math.max(1e-3, time.epochSeconds()),
                        MetricKeys.TRAIN_SECONDS,
                        time.trainSeconds()));
        Report.write(folder);
    }

    @Override
    public void happened(RunEvent event) {
        EventLog.append(folder, event);
    }

    @Override
    public void validated(int epoch, long step, Validation validation) {
        if (epoch <= lastEvaluated) {
            return;
        }
        lastEvaluated = epoch;
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
