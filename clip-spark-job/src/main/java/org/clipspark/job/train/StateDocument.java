package org.clipspark.job.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.clipspark.job.data.SampleCursor;

/** The document {@code state} of a checkpoint: where in which run it stands. */
final class StateDocument {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Keeps the document small after a segment of very many steps. */
    private static final int MOST_RECORDS = 10_000;

    private static final int FIGURES = 6;

    private StateDocument() {}

    /**
     * What a checkpoint says.
     *
     * @param identity of the run
     * @param batchSize samples of a batch: what the cursor counts
     * @param state where it stands
     * @param steps of the last segment, put together in stretches
     * @param lineage hash or version of everything that went into the run, by name
     */
    record Saved(
            RunIdentity identity, int batchSize, RunState state, List<StepRecord> steps, Map<String, String> lineage) {}

    static String format(RunPlan plan, RunState state, EpochReport segment) {
        ObjectNode node = JSON.createObjectNode();
        SampleCursor cursor = state.cursor();
        node.put("epoch", cursor.epoch()).put("batch", cursor.batch()).put("step", plan.step(cursor));
        node.put("streams", plan.order().streams())
                .put("batch_size", plan.order().batchSize());
        node.put("learning_rate_factor", state.learningRateFactor());
        node.put("samples_seen", state.clock().samplesSeen());
        node.put("train_seconds", state.clock().trainSeconds());
        node.put("epoch_seconds", state.clock().epochSeconds());
        node.set("epoch_so_far", array(state.epoch().steps()));
        int length = Math.max(EpochReport.STEPS_PER_RECORD, segment.steps().size() / MOST_RECORDS);
        node.set("segment", array(segment.stretches(length)));
        node.put("seed", cursor.seed()).put("run_id", plan.runId());
        ObjectNode lineage = node.putObject("lineage");
        plan.lineage().forEach(lineage::put);
        node.put("config", plan.config().format());
        return node.toString();
    }

    /**
     * Reads what {@link #format} wrote.
     *
     * @throws IllegalArgumentException if it is something else; the message says what
     */
    static Saved parse(String text) {
        try {
            JsonNode node = JSON.readTree(text);
            SampleCursor cursor =
                    new SampleCursor(whole(node, "seed"), Math.toIntExact(whole(node, "epoch")), whole(node, "batch"));
            TrainingClock clock = new TrainingClock(
                    whole(node, "samples_seen"), number(node, "train_seconds"), number(node, "epoch_seconds"));
            return new Saved(
                    new RunIdentity(field(node, "run_id").asText(), Math.toIntExact(whole(node, "streams"))),
                    Math.toIntExact(whole(node, "batch_size")),
                    new RunState(
                            cursor,
                            number(node, "learning_rate_factor"),
                            clock,
                            new EpochReport(records(field(node, "epoch_so_far")), false)),
                    records(field(node, "segment")),
                    texts(field(node, "lineage")));
        } catch (JsonProcessingException | ArithmeticException e) {
            throw new IllegalArgumentException("not a state of a run: " + e.getMessage(), e);
        }
    }

    private static ArrayNode array(List<StepRecord> steps) {
        ArrayNode array = JSON.createArrayNode();
        for (StepRecord step : steps) {
            ArrayNode figures = array.addArray().add(step.step()).add(step.samples());
            for (double figure :
                    new double[] {step.loss(), step.learningRate(), step.gradientNorm(), step.logitScale()}) {
                if (Double.isFinite(figure)) {
                    figures.add(figure);
                } else {
                    figures.addNull();
                }
            }
        }
        return array;
    }

    private static List<StepRecord> records(JsonNode array) {
        List<StepRecord> steps = new ArrayList<>();
        for (JsonNode figures : array) {
            if (figures.size() != FIGURES) {
                throw new IllegalArgumentException("a record of steps needs " + FIGURES + " figures, got " + figures);
            }
            steps.add(new StepRecord(
                    figures.get(0).asLong(),
                    figures.get(1).asLong(),
                    figures.get(2).asDouble(Double.NaN),
                    figures.get(3).asDouble(Double.NaN),
                    figures.get(4).asDouble(Double.NaN),
                    figures.get(5).asDouble(Double.NaN)));
        }
        return steps;
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return texts;
    }

    private static JsonNode field(JsonNode node, String key) {
        JsonNode value = node.get(key);
        if (value == null) {
            throw new IllegalArgumentException("it has no '" + key + "': it was written by an earlier version");
        }
        return value;
    }

    private static long whole(JsonNode node, String key) {
        JsonNode value = field(node, key);
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new IllegalArgumentException("'" + key + "' must be a whole number, got " + value);
        }
        return value.asLong();
    }

    private static double number(JsonNode node, String key) {
        JsonNode value = field(node, key);
        if (!value.isNumber()) {
            throw new IllegalArgumentException("'" + key + "' must be a number, got " + value);
        }
        return value.asDouble();
    }
}
