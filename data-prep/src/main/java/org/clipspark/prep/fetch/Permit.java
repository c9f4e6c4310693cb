package org.clipspark.prep.fetch;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether a url may be asked for.
 *
 * @param refusal why not; empty if it may
 * @param interval least time between two requests to its host
 */
record Permit(Optional<FetchFailure> refusal, Duration interval) {
    static final Permit FREE = new Permit(Optional.empty(), Duration.ZERO);
}
