package org.clipspark.benchmarks.trainstep;

/** A model, its optimizer and a batch, ready to train on that batch again and again. */
sealed interface TrainStep extends AutoCloseable permits OurTrainStep, TorchTrainStep {
    /** Step size of every update; small, so that the loss of a few steps can be compared. */
    double LEARNING_RATE = 1e-5;

    /** Decay of the first moment. */
    double BETA1 = 0.9;

    /** Decay of the second moment. */
    double BETA2 = 0.98;

    /** Added to the root of the second moment. */
    double EPSILON = 1e-6;

    /** Decoupled decay of matrices. */
    double WEIGHT_DECAY = 0.2;

    /** Bound of the logarithm of the temperature factor. */
    double MAXIMUM_LOGIT_SCALE = Math.log(100);

    /**
     * The side of that name at the starting point.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    static TrainStep named(String side, TrainCase trainCase, int threads) {
        return switch (side) {
            case "ours" -> new OurTrainStep(trainCase, threads);
            case "peer" -> new TorchTrainStep(trainCase, threads);
            default -> throw new IllegalArgumentException("Unknown side '" + side + "' (expected: ours, peer)");
        };
    }

    /** Forward, backward, AdamW and the clamp of the temperature; returns the loss before the update. */
    double run();

    /** Seconds spent in matrix and attention products since the start; 0 where that is not measured. */
    double productSeconds();

    @Override
    void close();
}
