package org.clipspark.prep.fetch;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.clipspark.prep.fetch.WebClient.AnswerReader;
import org.jspecify.annotations.Nullable;

/**
 * One url on its way through permits, redirects and retries. It holds a thread and a connection only while a request
 * runs: waits for a turn, a robots.txt or a retry cost a few hundred bytes.
 */
final class Errand<T> {
    private final Engine engine;
    private final Purpose<T> purpose;
    private final WebUrl start;
    private final CompletableFuture<Ending<T>> ending = new CompletableFuture<>();
    private final Set<WebUrl> visited = new HashSet<>();
    private int attempts;
    private volatile TimeBudget budget;

    Errand(Engine engine, Purpose<T> purpose, WebUrl start) {
        this.engine = engine;
        this.purpose = purpose;
        this.start = start;
        this.budget = engine.budget();
    }

    /** Sets out; the future never fails but by a bug or by {@link #cancel}. */
    CompletableFuture<Ending<T>> begin() {
        attempt();
        return ending;
    }

    /** Cuts the request in progress, if there is one, and makes no other. */
    void cancel() {
        ending.cancel(false);
        budget.cancel();
    }

    private void attempt() {
        attempts++;
        budget = engine.budget();
        visited.clear();
        approach(start);
    }

    private void approach(WebUrl url) {
        if (ending.isDone()) {
            return;
        }
        visited.add(url);
        CompletableFuture<Void> unused = purpose.gate()
                .apply(url)
                .thenAccept(permit -> enter(url, permit))
                .exceptionally(this::abandon);
    }

    private void enter(WebUrl url, Permit permit) {
        if (permit.refusal().isPresent()) {
            // A robots.txt that could not be read was retried for itself.
            ending.complete(new Ending.Failed<>(permit.refusal().orElseThrow()));
        } else {
            // Nobody is there to be spared: urls of a host that is left alone need not fail at intervals.
            Duration interval = engine.breaker().isResting(url.host()) ? Duration.ZERO : permit.interval();
            engine.queues().submit(url.host(), interval, () -> takeTurn(url));
        }
    }

    /** For what should not happen: without this, whoever waits would wait for ever. */
    private @Nullable Void abandon(Throwable thrown) {
        ending.completeExceptionally(thrown);
        return null;
    }

    private void takeTurn(WebUrl url) {
        if (ending.isDone()) {
            return;
        }
        Optional<FetchFailure> refusal = engine.breaker().refusal(url.host());
        if (refusal.isPresent()) {
            ending.complete(new Ending.Failed<>(refusal.orElseThrow()));
        } else {
            request(url);
        }
    }

    private void request(WebUrl url) {
        try {
            Answer<T> answer = engine.client().fetch(url, purpose.accept(), budget, purpose.reader());
            engine.breaker().answered(url.host());
            if (answer instanceof Answer.Redirect<T> redirect) {
                follow(url.resolve(redirect.location()));
            } else if (answer instanceof Answer.Body<T> body) {
                ending.complete(new Ending.Arrived<>(body.content(), url, attempts));
            }
        } catch (FetchFailure failure) {
            fail(url, failure);
        } catch (RuntimeException | Error e) {
            abandon(e);
            throw e;
        }
    }

    private void follow(WebUrl next) throws FetchFailure {
        if (visited.contains(next)) {
            throw FetchFailure.of(FetchStatus.REDIRECT_LOOP, "back to " + next);
        }
        if (visited.size() > purpose.maxRedirects()) {
            throw FetchFailure.of(
                    FetchStatus.TOO_MANY_REDIRECTS, "more than " + purpose.maxRedirects() + ", the next to " + next);
        }
        approach(next);
    }

    private void fail(WebUrl url, FetchFailure failure) {
        boolean isLeftAlone = !ending.isDone() && engine.breaker().isBrokenBy(url.host(), failure);
        if (isLeftAlone) {
            engine.queues().hurry(url.host());
        }
        Optional<Duration> wait = !isLeftAlone && attempts <= engine.retries() && failure.isRetryableAtOnce()
                ? engine.backoff().before(attempts - 1, failure.retryAfter())
                : Optional.empty();
        if (wait.isPresent() && !ending.isDone()) {
            engine.later(wait.orElseThrow(), this::attempt);
        } else {
            ending.complete(new Ending.Failed<>(failure));
        }
    }

    /**
     * What is fetched.
     *
     * @param accept value of the header of that name
     * @param gate asked before each request
     * @param reader of a success
     */
    record Purpose<T>(
            String accept,
            int maxRedirects,
            Function<WebUrl, CompletableFuture<Permit>> gate,
            AnswerReader<T> reader) {}

    /** How it went. */
    sealed interface Ending<T> {
        /** With success. */
        record Arrived<T>(T content, WebUrl url, int attempts) implements Ending<T> {}

        /** Without. */
        record Failed<T>(FetchFailure failure) implements Ending<T> {}
    }
}
