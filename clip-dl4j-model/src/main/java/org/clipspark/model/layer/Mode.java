package org.clipspark.model.layer;

/** What a forward pass is for; layers that learn from the batch itself, or drop parts of it, tell the two apart. */
public enum Mode {
    /** A step of training: a backward pass may follow. */
    TRAINING,
    /** Use of a trained model: the result for an input does not depend on the rest of the batch. */
    EVALUATION
}
