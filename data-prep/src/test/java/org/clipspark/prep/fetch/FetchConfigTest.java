package org.clipspark.prep.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.clipspark.prep.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FetchConfigTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connections=0 | connections must be 1 to 4096, got 0",
                "connectionsPerHost=17 | connectionsPerHost must be 1 to 16, got 17",
                "connectTimeoutSeconds=0 | connectTimeoutSeconds must be more than 0",
                "totalTimeoutSeconds=1e9 | totalTimeoutSeconds must be more than 0 and at most 86400.0",
                "retries=-1 | retries must be 0 to 20, got -1",
                "maxBackoffSeconds=0.001 | maxBackoffSeconds must be 0.01 or more",
                "hostFailureLimit=-1 | hostFailureLimit must be 0 to 1000000, got -1",
                "maxRedirects=51 | maxRedirects must be 0 to 50, got 51",
                "userAgent=Mozilla/5.0 (X11) | userAgent must be name/version",
                "contactUrl=evil) | contactUrl must be a http, https or mailto url or empty, got 'evil)'",
                "optOutDirectives=[No AI] | optOutDirectives are lower case words, got 'No AI'",
                "allowedPrivateHosts=[A.test] | allowedPrivateHosts are names in lower case or *, got 'A.test'",
                "hostOverrides={A.test: '10.0.0.1'} | hostOverrides are names in lower case or *, got 'A.test'",
                "hostOverrides={a.test: localhost} | hostOverrides must be an IP address and perhaps a port",
                "hostOverrides={a.test: '10.0.0.1:99999'} | hostOverrides must be an IP address and perhaps a port",
                "hostOverrides={a.test: '10.0.1'} | hostOverrides must be an IP address and perhaps a port",
            })
    void refusesWhatCannotBeMeant(String override, String message) {
        assertThatThrownBy(() -> FetchSettings.with(override))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void namesItself() {
        assertThat(FetchSettings.with().userAgentHeader()).isEqualTo("clip-spark/0.1 (+https://example.org/bot)");
        assertThat(FetchSettings.with("contactUrl=''").userAgentHeader()).isEqualTo("clip-spark/0.1");
        assertThat(FetchSettings.with("userAgent=Clip-Spark").productToken()).isEqualTo("clip-spark");
    }

    @Test
    void travelsToExecutorsUnchanged() throws IOException, ClassNotFoundException {
        FetchConfig config = FetchSettings.with("hostOverrides={a.test: '10.0.0.1'}", "allowedPrivateHosts=[a.test]");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(config);
        }

        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(in.readObject()).isEqualTo(config);
        }
    }
}
