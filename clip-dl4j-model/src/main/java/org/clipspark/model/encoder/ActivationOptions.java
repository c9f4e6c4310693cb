package org.clipspark.model.encoder;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;
import org.clipspark.model.compute.Activation;

/**
 * {@code act_kwargs} of open_clip's schema: arguments of GELU.
 *
 * @param approximate {@code none} or {@code tanh}; {@code none} if absent
 */
public record ActivationOptions(@JsonProperty("approximate") Optional<String> approximate) {
    /** Checks the value. */
    public ActivationOptions {
        if (approximate
                .filter(value -> !value.equals("none") && !value.equals("tanh"))
                .isPresent()) {
            throw new IllegalArgumentException(
                    "Unknown act_kwargs.approximate '" + approximate.get() + "' (expected: none, tanh)");
        }
    }

    /**
     * The activation with these arguments.
     *
     * @throws IllegalArgumentException if the activation takes none
     */
    static Activation apply(Optional<ActivationOptions> options, Activation activation) {
        Optional<String> approximate = options.flatMap(ActivationOptions::approximate);
        if (approximate.isEmpty()) {
            return activation;
        }
        if (activation != Activation.GELU) {
            throw new IllegalArgumentException("act_kwargs.approximate belongs to GELU, not to quick_gelu");
        }
        return approximate.get().equals("tanh") ? Activation.GELU_TANH : Activation.GELU;
    }
}
