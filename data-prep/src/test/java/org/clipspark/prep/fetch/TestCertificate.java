package org.clipspark.prep.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collection;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A certificate that speaks for many hosts, and which this process trusts until it is closed. */
public final class TestCertificate implements AutoCloseable {
    private static final String PASSWORD = "changeit";
    private static final String TRUSTED = "javax.net.ssl.trustStore";

    private final Path keys;

    private TestCertificate(Path keys) {
        this.keys = keys;
    }

    /** Has the JDK make it, which has no interface for that but its keytool. */
    public static TestCertificate of(Collection<String> hosts, Path folder) throws IOException, InterruptedException {
        Path keys = folder.resolve("keys.p12");
        String names = hosts.stream().map(host -> "dns:" + host).collect(Collectors.joining(","));
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "test",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=test",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD,
                        "-ext",
                        "SAN=" + names)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).as("keytool").isZero();
        System.setProperty(TRUSTED, keys.toString());
        System.setProperty(TRUSTED + "Password", PASSWORD);
        return new TestCertificate(keys);
    }

    /** For a server. */
    public SSLContext context() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    @Override
    public void close() {
        System.clearProperty(TRUSTED);
        System.clearProperty(TRUSTED + "Password");
    }
}
