package org.clipspark.prep.fetch;

import java.util.Optional;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.RowStatus;

/** What came of one url. */
public sealed interface FetchOutcome {
    /**
     * Bytes that are not text and may be an image.
     *
     * @param image at least one byte, at most the fetcher's bound
     * @param finalUrl where redirects ended, as it was requested
     * @param contentType as the server says, which is often wrong
     * @param attempts 1 and more
     */
    record Fetched(ImageBytes image, String finalUrl, Optional<String> contentType, int attempts)
            implements FetchOutcome {}

    /**
     * No image.
     *
     * @param status one of {@link FetchStatus}, with what was found
     * @param isRetryable whether a later run may fare better
     */
    record Failed(RowStatus status, boolean isRetryable) implements FetchOutcome {}
}
