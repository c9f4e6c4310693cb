package org.clipspark.job.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Curves that share axes.
 *
 * @param title above the chart
 * @param note what the figure is, in a few words
 * @param measures one curve each
 */
record Chart(String title, String note, List<Measure> measures) {
    /** All charts of a report, in its order. */
    static final List<Chart> ALL = List.of(
            new Chart("Training loss", "contrastive, nats", List.of(Measure.TRAIN_LOSS)),
            new Chart("Validation loss", "contrastive, nats", List.of(Measure.VALIDATION_LOSS)),
            new Chart(
                    "Zero-shot classification",
                    "share of images",
                    List.of(Measure.ZEROSHOT_TOP1, Measure.ZEROSHOT_TOP5, Measure.MEAN_PER_CLASS_RECALL)),
            new Chart(
                    "Image to text retrieval",
                    "share of images with a caption of theirs in the first k",
                    List.of(Measure.IMAGE_TO_TEXT_R1, Measure.IMAGE_TO_TEXT_R5, Measure.IMAGE_TO_TEXT_R10)),
            new Chart(
                    "Text to image retrieval",
                    "share of captions with their image in the first k",
                    List.of(Measure.TEXT_TO_IMAGE_R1, Measure.TEXT_TO_IMAGE_R5, Measure.TEXT_TO_IMAGE_R10)),
            new Chart("Throughput", "pairs per second, all replicas", List.of(Measure.PAIRS_PER_SECOND)),
            new Chart("Learning rate", "per optimizer step", List.of(Measure.LEARNING_RATE)),
            new Chart("Logit scale", "factor between cosine and logit", List.of(Measure.LOGIT_SCALE)));

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Copies the list. */
    Chart {
        measures = List.copyOf(measures);
    }

    /** Says whether the run has at least one point of it. */
    boolean hasPoints(Map<Measure, Curve> curves) {
        return measures.stream().anyMatch(measure -> !curve(curves, measure).isEmpty());
    }

    /** What the page's script draws: titles, and columns of steps, epochs and values with gaps as null. */
    ObjectNode json(Map<Measure, Curve> curves) {
        Map<Long, Double[]> rows = new TreeMap<>();
        Map<Long, Integer> epochs = new TreeMap<>();
        for (int i = 0; i < measures.size(); i++) {
            for (Curve.Point point : curve(curves, measures.get(i)).drawn()) {
                rows.computeIfAbsent(point.step(), step -> new Double[measures.size()])[i] = point.value();
                epochs.put(point.step(), point.epoch());
            }
        }
        ObjectNode node = JSON.createObjectNode();
        node.put("percent", measures.get(0).isFraction());
        ArrayNode labels = node.putArray("labels");
        measures.forEach(measure -> labels.add(measure.title()));
        ArrayNode epochColumn = node.putArray("epochs");
        epochs.values().forEach(epochColumn::add);
        ArrayNode columns = node.putArray("columns");
        ArrayNode steps = columns.addArray();
        rows.keySet().forEach(steps::add);
        for (int i = 0; i < measures.size(); i++) {
            ArrayNode column = columns.addArray();
            for (Double[] row : rows.values()) {
                column.add(row[i]);
            }
        }
        return node;
    }

    private static Curve curve(Map<Measure, Curve> curves, Measure measure) {
        return curves.getOrDefault(measure, Curve.of(measure, List.of()));
    }
}
