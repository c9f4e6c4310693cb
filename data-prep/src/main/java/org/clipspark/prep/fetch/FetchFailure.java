package org.clipspark.prep.fetch;

import java.time.Duration;
import java.util.Locale;
import org.clipspark.prep.shard.RowStatus;

/** Ends an attempt to fetch something. It has no stack trace: most urls of an old list fail, and nobody reads the trace. */
final class FetchFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final FetchStatus kind;
    private final RowStatus status;
    private final boolean isRetryable;
    private final int code;

    private final Duration retryAfter;

    private FetchFailure(
            FetchStatus kind, String label, String detail, boolean isRetryable, int code, Duration retryAfter) {
        super(label + ": " + detail, null, false, false);
        this.kind = kind;
        this.status = new RowStatus(label, detail);
        this.isRetryable = isRetryable;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    static FetchFailure of(FetchStatus kind, String detail) {
        return new FetchFailure(kind, kind.label(), detail, kind.isRetryable(), 0, Duration.ZERO);
    }

    /** A code other than those of success, and how long the server asks to be left alone, or zero. */
    static FetchFailure http(int code, String detail, Duration retryAfter) {
        String label = FetchStatus.HTTP.label() + "_" + code;
        return new FetchFailure(FetchStatus.HTTP, label, detail, FetchStatus.isRetryable(code), code, retryAfter);
    }

    static FetchFailure optOut(String directive) {
        String suffix = directive.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "_");
        String label = FetchStatus.OPT_OUT.label() + "_" + suffix;
        return new FetchFailure(FetchStatus.OPT_OUT, label, "X-Robots-Tag: " + directive, false, 0, Duration.ZERO);
    }

    FetchStatus kind() {
        return kind;
    }

    RowStatus status() {
        return status;
    }

    /** Whether a later run may fare better. */
    boolean isRetryable() {
        return isRetryable;
    }

    /** Whether it is worth another attempt at once: a host that used up the whole time would only do so again. */
    boolean isRetryableAtOnce() {
        return isRetryable && kind != FetchStatus.TOTAL_TIMEOUT && kind != FetchStatus.HOST_UNREACHABLE;
    }

    /** The code of the answer, 0 if there was none. */
    int code() {
        return code;
    }

    /** How long the server asks to be left alone; zero if it does not. */
    Duration retryAfter() {
        return retryAfter;
    }
}
