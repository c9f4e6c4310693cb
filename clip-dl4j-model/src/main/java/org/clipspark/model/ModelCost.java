package org.clipspark.model;

import java.util.Arrays;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.PlanningBackend;
import org.clipspark.model.loss.ContrastiveLoss;

/** What a model takes, by shape arithmetic alone: nothing is allocated and nothing computed. */
public final class ModelCost {
    /** As many as need no filling up, which would be counted. */
    private static final int PAIRS = 32;

    /** More than the arena rounds up a tensor by. */
    private static final int ROUNDING = 64;

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
        return ofStep(config, texts, StepMemory.whole(batch));
    }

    /**
     * Floats of activations and temporaries of the largest steps, of full-length texts: what a model allocates for them on a
     * CPU.
     */
    public static long arena(ModelConfig config, StepMemory memory) {
        return arena(config, memory, new PlanningBackend());
    }

    /** Elements of the backend's type of activations that a model on that backend allocates for the largest steps. */
    static long arena(ModelConfig config, StepMemory memory, Backend backend) {
        return arena(config, memory, PlanningBackend.like(backend));
    }

    private static long arena(ModelConfig config, StepMemory memory, PlanningBackend planning) {
        // The loss fills up a bound on its logits by whole rows: those of a smaller batch may fill it up further, by
        // less than a row of logits and one of their gradients.
        long slack = 2 * (memory.globalPairs() + ROUNDING);
        long perFloat = planning.floatType().bytes() / planning.activationType().bytes();
        Step step = ofStep(config, longestTexts(config, memory.pairs()), memory, planning);
        return step.arenaElements() + slack * perFloat;
    }

    /** The largest step on these texts. */
    static Step ofStep(ModelConfig config, int[] texts, StepMemory memory) {
        return ofStep(config, texts, memory, new PlanningBackend());
    }

    private static Step ofStep(ModelConfig config, int[] texts, StepMemory memory, PlanningBackend planning) {
        ClipModel model = ClipModel.planned(config, planning, memory);
        // Either loss takes the same memory; this one fits every model.
        ContrastiveLoss loss = ContrastiveLoss.named("softmax");
        if (memory.replicas() == 1) {
            model.gradients(new float[0], texts, memory.pairs(), loss);
        } else {
            model.gradients(new float[0], texts, memory.pairs(), loss, new Alike(memory.replicas()));
        }
        long operations = planning.floatingPointOperations();
        // Without patch dropout, an evaluation may take more than a step.
        model.embedImages(new float[0], memory.chunk());
        return new Step(model.arenaPeak(), operations);
    }

    /** Replicas that all have what the first of them has. */
    private record Alike(int size) implements ReplicaSum {
        @Override
        public int rank() {
            return 0;
        }

        @Override
        public double[] sum(double[] values) {
            double[] sums = new double[values.length];
            Arrays.fill(sums, values[0]);
            return sums;
        }

        @Override
        public void sumInPlace(FloatVector vector) {
            // Nothing is computed.
        }
    }

    /** Embedding one pair. */
    public static Pair ofPair(ModelConfig config) {
        PlanningBackend planning = new PlanningBackend();
        ClipModel model = ClipModel.planned(config, planning, StepMemory.whole(PAIRS));
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
