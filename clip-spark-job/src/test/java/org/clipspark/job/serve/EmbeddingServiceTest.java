package org.clipspark.job.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.clipspark.image.RgbEncoder;
import org.clipspark.image.RgbImage;
import org.clipspark.job.embed.Encoder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service of a tiny model with weights drawn at random. */
class EmbeddingServiceTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_BYTES = 4096;
    private static final int MOST_ITEMS = 6;

    @TempDir
    static Path folder;

    private static Encoder encoder;
    private static EmbeddingService service;

    @BeforeAll
    static void start() throws IOException {
        encoder = SmallEncoder.in(folder);
        service = EmbeddingService.start(encoder, new ServiceSettings(0, MOST_BYTES, MOST_ITEMS, 4), Integer.MAX_VALUE);
    }

    @AfterAll
    static void stop() {
        service.close();
        encoder.close();
    }

    private static String png(int shade) {
        byte[] pixels = new byte[32 * 32 * RgbImage.CHANNELS];
        Arrays.fill(pixels, (byte) shade);
        return Base64.getEncoder().encodeToString(RgbEncoder.named("png", 95).encode(new RgbImage(32, 32, pixels)));
    }

    private static HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path));
    }

    private static HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static JsonNode answer(String path, Map<String, ?> body) throws IOException, InterruptedException {
        HttpResponse<String> response = post(path, JSON.writeValueAsString(body));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private static double[] numbers(JsonNode list) {
        return IntStream.range(0, list.size())
                .mapToDouble(i -> list.get(i).asDouble())
                .toArray();
    }

    private static double dot(double[] one, double[] other) {
        return IntStream.range(0, one.length)
                .mapToDouble(i -> one[i] * other[i])
                .sum();
    }

    @Test
    void embedsImagesAndTextsAsTheEncoderDoes() throws IOException, InterruptedException {
        JsonNode answer = answer(
                "/embed",
                Map.of("images", List.of(png(10), png(200), png(90)), "texts", List.of("a red circle", "a square")));

        assertThat(answer.path("image_embeddings"))
                .hasSize(3)
                .allSatisfy(row -> assertThat(row).hasSize(8));
        assertThat(answer.path("text_embeddings")).hasSize(2);
        double[] text = numbers(answer.path("text_embeddings").get(0));
        assertThat(dot(text, text)).isCloseTo(1, within(1e-5));
        float[] expected =
                encoder.texts(List.of(encoder.tokens("a red circle"))).get(0).values();
        for (int i = 0; i < text.length; i++) {
            assertThat(text[i]).isCloseTo(expected[i], within(1e-5));
        }
    }

    @Test
    void classifiesBySoftmaxOfAHundredTimesTheCosine() throws IOException, InterruptedException {
        JsonNode embedded =
                answer("/embed", Map.of("images", List.of(png(90)), "texts", List.of("a circle", "a square")));
        double[] image = numbers(embedded.path("image_embeddings").get(0));
        double circle = dot(image, numbers(embedded.path("text_embeddings").get(0)));
        double square = dot(image, numbers(embedded.path("text_embeddings").get(1)));

        JsonNode predictions = answer(
                        "/classify",
                        Map.of(
                                "images",
                                List.of(png(90)),
                                "classes",
                                List.of("circle", "square"),
                                "templates",
                                List.of("a {c}")))
                .path("predictions");

        JsonNode first = predictions.get(0).get(0);
        boolean isCircle = circle > square;
        assertThat(first.path("class").asText()).isEqualTo(isCircle ? "circle" : "square");
        assertThat(first.path("probability").asDouble())
                .isCloseTo(1 / (1 + Math.exp(-100 * Math.abs(circle - square))), within(1e-3));
        assertThat(predictions.get(0).get(1).path("probability").asDouble())
                .isCloseTo(1 - first.path("probability").asDouble(), within(1e-9));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "/embed | nonsense | 400 | no JSON",
                "/embed | [] | 400 | expected a JSON object",
                "/embed | {} | 400 | at least one of images and texts",
                "/embed | {\"text\": [\"a\"]} | 400 | unknown key 'text'",
                "/embed | {\"texts\": \"a\"} | 400 | texts must be a list of texts",
                "/embed | {\"texts\": [1]} | 400 | texts must be a list of texts",
                "/embed | {\"texts\": [\"a\"], \"texts\": [\"b\"]} | 400 | Duplicate",
                "/embed | {\"images\": [\"?\"]} | 400 | number 0 of images is no Base64",
                "/embed | {\"images\": [\"aGVsbG8=\"]} | 400 | cannot be decoded: not_an_image",
                "/embed | {\"texts\": [\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\"]} | 413 | at most 6 are accepted",
                "/classify | {\"classes\": [\"a\"]} | 400 | at least one of each",
                "/nowhere | {} | 404 | no such path"
            })
    void refusesWhatItCannotAnswer(String path, String body, int status, String message)
            throws IOException, InterruptedException {
        HttpResponse<String> response = post(path, body);

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(JSON.readTree(response.body()).path("error").asText()).contains(message);
    }

    @Test
    void refusesWhatIsTooLargeHoweverItIsSent() throws IOException, InterruptedException {
        byte[] large = ("{\"texts\": [\"" + "a".repeat(MOST_BYTES) + "\"]}").getBytes(StandardCharsets.UTF_8);

        HttpResponse<String> announced = post("/embed", new String(large, StandardCharsets.UTF_8));
        HttpResponse<String> streamed = send(request("/embed")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))
                .build());

        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(streamed.statusCode()).isEqualTo(413);
        assertThat(streamed.body()).contains("larger than 4096 bytes");
    }

    @Test
    void refusesWhatAWebPageCouldSend() throws IOException, InterruptedException {
        HttpResponse<String> form = send(request("/embed")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{\"texts\": [\"a\"]}"))
                .build());
        assertThat(form.statusCode()).isEqualTo(415);
        assertThat(send(request("/embed").GET().build()).statusCode()).isEqualTo(405);

        // A name that a web page made to lead here; Java's client sets no such header.
        try (Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), service.port())) {
            OutputStream out = socket.getOutputStream();
            out.write("GET /statistics HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII)).startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void aHundredRequestsFromManySidesAreAnsweredAndCounted() throws IOException, InterruptedException {
        try (EmbeddingService counted =
                EmbeddingService.start(encoder, new ServiceSettings(0, MOST_BYTES, MOST_ITEMS, 100), 100)) {
            HttpClient client = HttpClient.newHttpClient();
            List<CompletableFuture<Integer>> answers = IntStream.range(0, 100)
                    .mapToObj(i -> HttpRequest.newBuilder(URI.create(
                                    "http://127.0.0.1:" + counted.port() + (i % 10 == 0 ? "/none" : "/embed")))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"texts\": [\"number " + i + "\"]}"))
                            .build())
                    .map(request -> client.sendAsync(request, HttpResponse.BodyHandlers.ofString())
                            .thenApply(HttpResponse::statusCode))
                    .toList();

            assertThat(answers.stream().map(CompletableFuture::join).filter(status -> status == 200))
                    .hasSize(90);
            counted.await();
            assertThat(counted.figures()).containsEntry("requests", 100L).containsEntry("errors", 10L);
            assertThat((double) counted.figures().getOrDefault("p95_ms", 0.0))
                    .isGreaterThanOrEqualTo((double) counted.figures().getOrDefault("p50_ms", 0.0))
                    .isPositive();
        }
    }

    @Test
    void tellsItsStatistics() throws IOException, InterruptedException {
        post("/nowhere", "{}");

        HttpResponse<String> response = send(request("/statistics").GET().build());

        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode figures = JSON.readTree(response.body());
        assertThat(figures.path("requests").asLong()).isPositive();
        assertThat(figures.path("errors").asLong()).isPositive();
        assertThat(figures.path("p95_ms").asDouble()).isPositive();
    }

    @Test
    void saysThatThePortIsTaken() {
        ServiceSettings taken = new ServiceSettings(service.port(), MOST_BYTES, MOST_ITEMS, 1);

        assertThatThrownBy(() -> EmbeddingService.start(encoder, taken, 1))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("Cannot serve on port " + service.port() + " of loopback");
    }
}
