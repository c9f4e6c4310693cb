package org.clipspark.model.layer;

/**
 * What becomes of the activations within a tower's blocks between the forward and the backward pass (Chen et al. 2016). The
 * gradients have the same bits either way.
 */
public enum Activations {
    /** They stay in memory. */
    KEPT,
    /** Only each block's input stays: in the backward pass, each block computes its activations again just before. */
    RECOMPUTED
}
