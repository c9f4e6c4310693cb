package org.clipspark.prep.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import org.clipspark.prep.fetch.FetchOutcome.Failed;
import org.clipspark.prep.fetch.FetchOutcome.Fetched;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTest {
    private final WebServer server = WebServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void followsFromHostToHostAndSaysWhereItEnded() {
        server.on("a.test", "/1/x", Replies.status(301, "Location: ../2?q=1"))
                .on("a.test", "/2?q=1", Replies.status(307, "Location: //b.test/3"))
                .on("b.test", "/3", Replies.status(308, "Location: ?é"))
                .on("b.test", "/3?%C3%A9", Replies.image(10));

        assertThat(fetch("http://a.test/1/x", "maxRedirects=3"))
                .isInstanceOfSatisfying(
                        Fetched.class, it -> assertThat(it.finalUrl()).isEqualTo("http://b.test/3?%C3%A9"));
    }

    @Test
    void stopsAfterTheLastRedirect() {
        server.on("a.test", "/0", Replies.redirect("/1"))
                .on("a.test", "/1", Replies.redirect("/2"))
                .on("a.test", "/2", Replies.image(10));

        assertThat(label(fetch("http://a.test/0", "maxRedirects=1"))).isEqualTo("too_many_redirects");
        assertThat(label(fetch("http://a.test/0", "maxRedirects=2"))).isEqualTo("success");
    }

    @Test
    void noticesALoop() {
        server.on("a.test", "/", Replies.redirect("http://b.test/"))
                .on("b.test", "/", Replies.redirect("http://a.test/#again"));

        assertThat(label(fetch("http://a.test/"))).isEqualTo("redirect_loop");
        assertThat(server.count("a.test", "/")).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://169.254.169.254/latest/meta-data/",
                "http://127.0.0.1/",
                "http://[::1]/",
                "http://10.0.0.1:8080/",
                "//192.168.1.1/",
                "http://localhost/"
            })
    void refusesAPrivateAddressAlthoughAnotherHostIsAllowedOne(String location) {
        server.on("a.test", "/", Replies.redirect(location));

        FetchOutcome outcome = fetch(
                "http://a.test/",
                "allowedPrivateHosts=[a.test]",
                "hostOverrides={a.test: '" + server.address() + "'}",
                "retries=3");

        assertThat(label(outcome)).isEqualTo("private_address");
        assertThat(server.count("a.test", "/")).isEqualTo(1);
    }

    @Test
    void refusesALoopbackPortAlthoughAllNamesMayLeadThere() {
        server.on("a.test", "/", Replies.redirect("http://" + server.address() + "/secret"));

        assertThat(label(fetch("http://a.test/"))).isEqualTo("private_address");
        assertThat(server.count("127.0.0.1", "/secret")).isZero();
    }

    @Test
    void refusesOtherSchemesAndMalformedPlaces() {
        server.on("a.test", "/file", Replies.redirect("file:///etc/passwd"))
                .on("a.test", "/user", Replies.redirect("http://user@b.test/"));

        assertThat(label(fetch("http://a.test/file"))).isEqualTo("unsupported_scheme");
        assertThat(label(fetch("http://a.test/user"))).isEqualTo("invalid_url");
    }

    private FetchOutcome fetch(String url, String... overrides) {
        try (Fetcher fetcher = new Fetcher(FetchSettings.of(server, overrides), 1_000)) {
            return fetcher.fetch(url).join();
        }
    }

    private static String label(FetchOutcome outcome) {
        return outcome instanceof Failed failed ? failed.status().label() : "success";
    }
}
