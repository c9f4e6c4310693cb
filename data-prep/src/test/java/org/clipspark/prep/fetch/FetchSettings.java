package org.clipspark.prep.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.clipspark.prep.config.StrictYaml;

/** Configurations for tests, from the text that a file would have. */
public final class FetchSettings {
    /** Every key, with time-outs that no healthy request of a test meets. */
    static final String YAML = """
            connections: 16
            connectionsPerHost: 16
            connectTimeoutSeconds: 5
            readTimeoutSeconds: 10
            totalTimeoutSeconds: 20
            retries: 0
            backoffSeconds: 0.01
            maxBackoffSeconds: 0.05
            hostFailureLimit: 0
            maxRedirects: 5
            userAgent: clip-spark/0.1
            contactUrl: https://example.org/bot
            respectRobots: false
            maxCrawlDelaySeconds: 0
            respectOptOut: true
            optOutDirectives: [noai, noimageai, noindex, noimageindex, noml]
            allowedPrivateHosts: []
            hostOverrides: {}
            """;

    private FetchSettings() {}

    /** All names lead to the server, and no address does. */
    public static FetchConfig of(WebServer server, String... overrides) {
        Stream<String> paths =
                Stream.of("hostOverrides={'*': '" + server.address() + "'}", "allowedPrivateHosts=['*']");
        return with(Stream.concat(paths, Arrays.stream(overrides)).toArray(String[]::new));
    }

    /** The text with some keys changed, as on a command line. */
    public static FetchConfig with(String... overrides) {
        try {
            Path file = Files.createTempFile("fetch", ".yaml");
            try {
                Files.writeString(file, YAML);
                return StrictYaml.load(file, List.of(overrides), FetchConfig.class);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write a configuration", e);
        }
    }
}
