package org.clipspark.model.optim;

import java.util.Set;
import java.util.stream.Stream;
import org.clipspark.model.compute.ParameterLayout;

/** Which parameters are decayed. */
public enum WeightDecayRule {
    /** Matrices and larger, but not the embeddings of position and class: open_clip after 3.3.0. */
    DIMENSIONS {
        @Override
        boolean decays(ParameterLayout.Entry entry) {
            return entry.shape().rank() > 1 && !EMBEDDINGS.contains(entry.name());
        }
    },
    /** Matrices and larger, unless {@code bn}, {@code ln}, {@code bias} or {@code logit_scale} is in the name: before. */
    NAMES {
        @Override
        boolean decays(ParameterLayout.Entry entry) {
            return entry.shape().rank() > 1
                    && Stream.of("bn", "ln", "bias", "logit_scale").noneMatch(entry.name()::contains);
        }
    };

    private static final Set<String> EMBEDDINGS = Set.of(
            "positional_embedding",
            "text.positional_embedding",
            "visual.positional_embedding",
            "visual.class_embedding");

    abstract boolean decays(ParameterLayout.Entry entry);
}
