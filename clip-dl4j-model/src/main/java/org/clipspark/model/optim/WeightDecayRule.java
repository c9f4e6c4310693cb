package org.clipspark.model.optim;

import java.util.List;
import java.util.Set;
import org.clipspark.model.compute.ParameterLayout;

/** Which parameters are decayed; biases, gains and other vectors never are. */
public enum WeightDecayRule {
    /** Matrices and larger, but not the embeddings of position and class: open_clip after 3.3.0. */
    DIMENSIONS,
    /** Matrices and larger, unless {@code bn}, {@code ln}, {@code bias} or {@code logit_scale} is in the name: before. */
    NAMES;

    private static final Set<String> EMBEDDINGS = Set.of(
            "positional_embedding",
            "text.positional_embedding",
            "visual.positional_embedding",
            "visual.class_embedding");
    private static final List<String> WORDS = List.of("bn", "ln", "bias", "logit_scale");

    boolean decays(ParameterLayout.Entry entry) {
        if (entry.shape().rank() < 2) {
            return false;
        }
        return switch (this) {
            case DIMENSIONS -> !EMBEDDINGS.contains(entry.name());
            case NAMES -> WORDS.stream().noneMatch(entry.name()::contains);
        };
    }
}
