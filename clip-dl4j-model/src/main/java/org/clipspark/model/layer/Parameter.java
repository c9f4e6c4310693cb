package org.clipspark.model.layer;

import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.Shape;
import org.clipspark.model.compute.Tensor;

/**
 * One parameter of a layer.
 *
 * @param value what the layer computes with
 * @param gradient what a pass back adds to, of the same shape
 * @param isLearning whether it does; if not, only the gradient of the layer's input is wanted, see {@link
 *     ParameterSet#fixed}
 */
public record Parameter(Tensor value, Tensor gradient, boolean isLearning) {
    /** A part of it, or all of it, in another shape. */
    public Parameter view(Backend backend, long offset, Shape shape) {
        return new Parameter(backend.view(value, offset, shape), backend.view(gradient, offset, shape), isLearning);
    }
}
