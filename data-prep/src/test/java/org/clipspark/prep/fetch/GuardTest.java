package org.clipspark.prep.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.clipspark.prep.fetch.FetchOutcome.Failed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuardTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1/, private_address",
        "http://127.255.255.254:8080/, private_address",
        "http://localhost/, private_address",
        "http://localhost./, private_address",
        "http://10.1.2.3/, private_address",
        "http://172.31.0.1/, private_address",
        "http://192.168.0.1/, private_address",
        "http://169.254.169.254/latest/meta-data/, private_address",
        "http://168.63.129.16/machine, private_address",
        "http://100.100.100.200/, private_address",
        "http://0.0.0.0/, private_address",
        "http://224.0.0.1/, private_address",
        "http://255.255.255.255/, private_address",
        "https://[::1]/, private_address",
        "http://[::]/, private_address",
        "http://[fe80::1]/, private_address",
        "http://[fd00:ec2::254]/, private_address",
        "http://[::ffff:127.0.0.1]/, private_address",
        "http://[::ffff:a9fe:a9fe]/, private_address",
        "http://[64:ff9b::10.0.0.1]/, private_address",
        "http://[2002:7f00:1::]/, private_address",
        "http://[2001:0:1::1]/, private_address",
        "http://①②⑦.⓪.⓪.①/, private_address",
        "http://2130706433/, invalid_url",
        "http://0x7f000001/, invalid_url",
        "http://0x7f.1/, invalid_url",
        "http://0177.0.0.1/, invalid_url",
        "http://127.1/, invalid_url",
        "http://example.com@127.0.0.1/, invalid_url",
        "http://127.0.0.1\\@example.com/, invalid_url",
        "http://127.0.0.1%2f@example.com/, invalid_url",
        "http://[fe80::1%25eth0]/, invalid_url",
        "http:///etc/passwd, invalid_url",
        "http://a b/, invalid_url",
        "http://a.test:0/, invalid_url",
        "http://a.test:65536/, invalid_url",
        "//127.0.0.1/, invalid_url",
        "127.0.0.1, invalid_url",
        "'', invalid_url",
        "file:///etc/passwd, unsupported_scheme",
        "gopher://127.0.0.1:6379/_INFO, unsupported_scheme",
        "ftp://127.0.0.1/, unsupported_scheme",
        "'data:image/png;base64,AAAA', unsupported_scheme",
        "jar:http://127.0.0.1!/x, unsupported_scheme",
    })
    void refusesUrlsThatLeadIntoTheCluster(String url, String label) {
        try (Fetcher fetcher = new Fetcher(FetchSettings.with(), 1_000)) {
            assertThat(fetcher.fetch(url).join())
                    .isInstanceOfSatisfying(
                            Failed.class,
                            failed -> assertThat(failed.status().label())
                                    .as(failed.status().detail())
                                    .isEqualTo(label));
        }
    }

    @Test
    void checksTheAddressThatIsConnectedToHoweverTheNameAnswersNextTime() throws UnknownHostException {
        // First a public address, as a check before the connection would see it, then a private one.
        GuardedResolver resolver = resolver(FetchSettings.with(), List.of("93.184.216.34", "127.0.0.1"));

        assertThat(resolver.resolve("rebinding.test", 80)).singleElement().hasToString("/93.184.216.34:80");
        assertThatThrownBy(() -> resolver.resolve("rebinding.test", 80))
                .isInstanceOf(GuardedResolver.PrivateAddressException.class)
                .hasMessage("rebinding.test is 127.0.0.1 (loopback)");
    }

    @Test
    void checksOverridesToo() {
        FetchConfig config = FetchSettings.with("hostOverrides={a.test: '10.0.0.1:81', b.test: '[::1]'}");
        GuardedResolver resolver = resolver(config, List.of());

        assertThatThrownBy(() -> resolver.resolve("a.test", 80)).hasMessage("a.test is 10.0.0.1 (private)");
        assertThatThrownBy(() -> resolver.resolve("b.test", 80)).hasMessageContaining("(loopback)");
    }

    @Test
    void asksForAnAllowedHostAtItsOverride() throws UnknownHostException {
        FetchConfig config = FetchSettings.with(
                "hostOverrides={a.test: '10.0.0.1:81', '*': '10.0.0.2'}", "allowedPrivateHosts=[a.test, b.test]");
        GuardedResolver resolver = resolver(config, List.of());

        assertThat(resolver.resolve("a.test", 80)).singleElement().hasToString("/10.0.0.1:81");
        assertThat(resolver.resolve("b.test", 443)).singleElement().hasToString("/10.0.0.2:443");
    }

    private GuardedResolver resolver(FetchConfig config, List<String> answers) {
        Iterator<String> next = answers.iterator();
        return new GuardedResolver(config, host -> new InetAddress[] {InetAddress.getByName(next.next())}, threads);
    }
}
