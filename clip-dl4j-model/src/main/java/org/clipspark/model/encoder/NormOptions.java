package org.clipspark.model.encoder;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/**
 * {@code norm_kwargs} of open_clip's schema.
 *
 * @param eps added to the variance in every layer normalisation of the tower, 1e-5 if absent
 */
public record NormOptions(@JsonProperty("eps") Optional<Double> eps) {
    /** PyTorch's default for layer normalisation. */
    private static final double EPSILON = 1e-5;

    /** Checks the value. */
    public NormOptions {
        if (eps.filter(value -> !(value > 0 && value < 1)).isPresent()) {
            throw new IllegalArgumentException("norm_kwargs.eps must lie between 0 and 1, got " + eps.get());
        }
    }

    static double epsilon(Optional<NormOptions> options) {
        return options.flatMap(NormOptions::eps).orElse(EPSILON);
    }
}
