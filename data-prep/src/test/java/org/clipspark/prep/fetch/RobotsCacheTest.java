package org.clipspark.prep.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.clipspark.prep.fetch.consent.RobotsRules;
import org.junit.jupiter.api.Test;

class RobotsCacheTest {
    private final List<String> loads = new ArrayList<>();
    private final AtomicLong now = new AtomicLong();
    private Optional<FetchFailure> failure = Optional.empty();
    private final RobotsCache cache = new RobotsCache(this::load, now::get, 10_000);

    @Test
    void asksOnceForEachSchemeHostAndPort() throws FetchFailure {
        ask("http://a.test/1", "http://a.test:80/2", "https://a.test/", "http://a.test:81/", "http://b.test/");

        assertThat(loads)
                .containsExactly(
                        "http://a.test/robots.txt",
                        "https://a.test/robots.txt",
                        "http://a.test:81/robots.txt",
                        "http://b.test/robots.txt");
    }

    @Test
    void asksAgainAfterADay() throws FetchFailure {
        ask("http://a.test/");
        now.addAndGet(Duration.ofHours(23).toNanos());
        ask("http://a.test/");
        assertThat(loads).hasSize(1);

        now.addAndGet(Duration.ofHours(2).toNanos());
        ask("http://a.test/");
        assertThat(loads).hasSize(2);
    }

    @Test
    void asksAgainAfterTenMinutesWhereItFailed() throws FetchFailure {
        failure = Optional.of(FetchFailure.of(FetchStatus.ROBOTS_UNREACHABLE, "http_500"));
        ask("http://a.test/", "http://a.test/");
        assertThat(loads).hasSize(1);

        now.addAndGet(Duration.ofMinutes(11).toNanos());
        ask("http://a.test/");
        assertThat(loads).hasSize(2);
    }

    @Test
    void forgetsTheHostThatWasNotNeededForLongest() throws FetchFailure {
        // Each entry counts for 1,024 and the 2,000 of its file: three fit into 10,000.
        ask("http://a.test/", "http://b.test/", "http://c.test/", "http://a.test/", "http://d.test/");
        loads.clear();

        ask("http://a.test/", "http://c.test/", "http://d.test/");
        assertThat(loads).isEmpty();

        ask("http://b.test/");
        assertThat(loads).hasSize(1);
    }

    private void ask(String... urls) throws FetchFailure {
        for (String url : urls) {
            cache.robotsOf(WebUrl.parse(url)).join();
        }
    }

    private CompletableFuture<HostRobots> load(WebUrl url) {
        loads.add(url.toString());
        return CompletableFuture.completedFuture(new HostRobots(RobotsRules.ALLOW_ALL, failure, 2_000));
    }
}
