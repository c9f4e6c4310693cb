package org.clipspark.prep.fetch;

import java.time.Duration;
import java.util.Optional;
import org.clipspark.prep.fetch.Errand.Ending;
import org.clipspark.prep.fetch.consent.RobotsRules;

/**
 * The robots.txt of one host, or what stands for it where there is none.
 *
 * @param failure why it could not be read, which refuses every url
 * @param weight size of the file in bytes
 */
record HostRobots(RobotsRules rules, Optional<FetchFailure> failure, int weight) {
    private static final HostRobots NONE = new HostRobots(RobotsRules.ALLOW_ALL, Optional.empty(), 0);

    /** RFC 9309, 2.3.1: no file allows all, an unreachable one nothing. */
    static HostRobots of(Ending<byte[]> ending, String agent) {
        if (ending instanceof Ending.Arrived<byte[]> arrived) {
            byte[] content = arrived.content();
            RobotsRules rules = RobotsRules.parse(arrived.url().toString(), content, agent);
            return new HostRobots(rules, Optional.empty(), content.length);
        }
        FetchFailure failure = ((Ending.Failed<byte[]>) ending).failure();
        return isAbsent(failure) ? NONE : new HostRobots(RobotsRules.ALLOW_ALL, Optional.of(refusal(failure)), 0);
    }

    Permit permit(WebUrl url, Duration longestInterval) {
        if (failure.isPresent()) {
            return new Permit(failure, Duration.ZERO);
        }
        if (!rules.isAllowed(url.toString())) {
            FetchFailure disallowed = FetchFailure.of(FetchStatus.ROBOTS_DISALLOWED, url.toString());
            return new Permit(Optional.of(disallowed), Duration.ZERO);
        }
        Duration asked = rules.crawlDelay();
        return new Permit(Optional.empty(), asked.compareTo(longestInterval) < 0 ? asked : longestInterval);
    }

    /** 429 is not an answer about the file but a wish for fewer requests. */
    private static boolean isAbsent(FetchFailure failure) {
        return switch (failure.kind()) {
            case HTTP -> failure.code() < 500 && failure.code() != 429;
            case TOO_MANY_REDIRECTS, REDIRECT_LOOP -> true;
            default -> false;
        };
    }

    /** A host that cannot be reached at all says more about a row than that its robots.txt cannot be. */
    private static FetchFailure refusal(FetchFailure failure) {
        String detail = "robots.txt: " + failure.getMessage();
        return switch (failure.kind()) {
            case DNS_ERROR, CONNECT_ERROR, CONNECT_TIMEOUT, HOST_UNREACHABLE, TLS_ERROR, PRIVATE_ADDRESS ->
                FetchFailure.of(failure.kind(), detail);
            default -> FetchFailure.of(FetchStatus.ROBOTS_UNREACHABLE, detail);
        };
    }
}
