package org.clipspark.model.dl4j;

/**
 * How a linear probe learns; the defaults are CLIP_benchmark's.
 *
 * @param learningRate of Adam, above 0
 * @param epochs steps on all embeddings, at least 1
 * @param weightDecay decoupled, as in AdamW, at least 0
 * @param seed of the first weights
 */
public record ProbeSettings(double learningRate, int epochs, double weightDecay, long seed) {
    /** Learning rate 0.1, ten epochs, no weight decay. */
    public static final ProbeSettings DEFAULT = new ProbeSettings(0.1, 10, 0, 0);

    /** Checks the values. */
    public ProbeSettings {
        if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY) || epochs < 1) {
            throw new IllegalArgumentException(
                    "A linear probe needs learningRate > 0 and epochs >= 1, got " + learningRate + " and " + epochs);
        }
        if (!(weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("weightDecay of a linear probe must be at least 0, got " + weightDecay);
        }
    }

    /** The same with that weight decay. */
    public ProbeSettings withWeightDecay(double decay) {
        return new ProbeSettings(learningRate, epochs, decay, seed);
    }
}
