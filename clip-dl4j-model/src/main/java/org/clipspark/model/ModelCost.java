package org.clipspark.model;

import org.clipspark.model.compute.PlanningBackend;
import org.clipspark.model.loss.ContrastiveLoss;

/** What a model takes, by shape arithmetic alone: nothing is allocated and nothing computed. */
public final class ModelCost {
    /** As many as need no filling up, which would be counted. */
    private static final int PAIRS = 32;

    private ModelCost() {}

    /**
     * A training step.
     *
     * @param arenaElements floats of activations and temporaries
     * @param floatingPointOperations of all matrix products, forward and backward
     */
    public record Step(long arenaElements, long floatingPointOperations) {}

    /**
     * Embedding one pair, by tower.
     *
     * @param imageOperations floating-point operations of the image tower's products, two per multiplication and addition
     * @param textOperations of the text tower's, for a text of full length
     */
    public record Pair(long imageOperations, long textOperations) {}

    /** A step of that many pairs of full-length texts. */
    public static Step ofStep(ModelConfig config, int batch) {
        return ofStep(config, longestTexts(config, batch), batch);
    }

    /**
     * A step on these texts: padding is not worked on.
     *
     * @param texts {@code [B][context]} token ids
     */
    public static Step ofStep(ModelConfig config, int[] texts, int batch) {
        return step(config, texts, batch, batch);
    }

    /** Floats of activations and temporaries of steps of that many chunks of full-length texts. */
    static long arena(ModelConfig config, int chunk, int chunks) {
        int batch = Math.multiplyExact(chunk, chunks);
        return step(config, longestTexts(config, batch), chunk, batch).arenaElements();
    }

    private static Step step(ModelConfig config, int[] texts, int chunk, int batch) {
        PlanningBackend planning = new PlanningBackend();
        ClipModel model = ClipModel.planned(config, planning, chunk, batch);
        // Either loss takes the same memory; this one fits every model.
        model.gradients(new float[0], texts, batch, ContrastiveLoss.named("softmax"));
        long operations = planning.floatingPointOperations();
        // Without patch dropout, an evaluation may take more than a step.
        model.embedImages(new float[0], chunk);
        return new Step(model.arenaPeak(), operations);
    }

    /** Embedding one pair. */
    public static Pair ofPair(ModelConfig config) {
        PlanningBackend planning = new PlanningBackend();
        ClipModel model = ClipModel.planned(config, planning, PAIRS, PAIRS);
        model.embedImages(new float[0], PAIRS);
        long image = planning.floatingPointOperations();
        model.embedTexts(longestTexts(config, PAIRS), PAIRS);
        return new Pair(image / PAIRS, (planning.floatingPointOperations() - image) / PAIRS);
    }

    private static int[] longestTexts(ModelConfig config, int batch) {
        int[] longest = config.text().longest();
        int[] texts = new int[batch * longest.length];
        for (int b = 0; b < batch; b++) {
            System.arraycopy(longest, 0, texts, b * longest.length, longest.length);
        }
        return texts;
    }
}
