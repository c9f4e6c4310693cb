package org.clipspark.job.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.clipspark.job.embed.Encoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service of which somebody else has the model. */
class BusyServiceTest {
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    /** More places than a machine has cores, too. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 20})
    void tellsTheOneThatFindsNoPlaceToComeBack(int places) throws IOException, InterruptedException {
        CountDownLatch goOn = new CountDownLatch(1);
        try (Encoder encoder = SmallEncoder.in(folder);
                EmbeddingService service =
                        EmbeddingService.start(encoder, new ServiceSettings(0, 4096, 6, places), Integer.MAX_VALUE)) {
            CompletableFuture<Boolean> other = occupy(service.turns(), goOn);
            List<CompletableFuture<HttpResponse<String>>> answers =
                    IntStream.range(0, places).mapToObj(i -> ask(service)).toList();

            CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new)).join();
            goOn.countDown();

            assertThat(other.join()).isTrue();
            List<HttpResponse<String>> refused = answers.stream()
                    .map(CompletableFuture::join)
                    .filter(answer -> answer.statusCode() != 200)
                    .toList();
            assertThat(refused).hasSize(1).allSatisfy(answer -> {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).contains("too many requests wait: come back later");
            });
            assertThat(ask(service).join().statusCode()).isEqualTo(200);
        }
    }

    /** Takes a turn until the latch is open, from when this returns on. */
    private static CompletableFuture<Boolean> occupy(Turns turns, CountDownLatch goOn) throws InterruptedException {
        CountDownLatch hasTurn = new CountDownLatch(1);
        CompletableFuture<Boolean> done = CompletableFuture.supplyAsync(() -> turns.take(() -> {
            hasTurn.countDown();
            return awaited(goOn);
        }));
        assertThat(hasTurn.await(1, TimeUnit.MINUTES)).isTrue();
        return done;
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static CompletableFuture<HttpResponse<String>> ask(EmbeddingService service) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + "/embed"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"texts\": [\"a red circle\"]}"))
                .build();
        return CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void workThatFailsGivesItsPlaceBack() {
        Turns turns = new Turns(1);

        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> turns.take(() -> {
                        throw new IllegalStateException("at work");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("at work");
        }
        assertThat(turns.take(() -> 7)).isEqualTo(7);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001, Integer.MAX_VALUE})
    void refusesOtherNumbersOfPlaces(int places) {
        assertThatThrownBy(() -> new ServiceSettings(0, 4096, 6, places))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("--max-waiting must be from 1 to 1000, got " + places);
    }
}
