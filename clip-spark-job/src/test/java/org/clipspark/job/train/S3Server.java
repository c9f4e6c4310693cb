package org.clipspark.job.train;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/**
 * An S3 server in this process that keeps one bucket in memory. Its libraries are not those of Spark, so a class loader
 * of its own holds them and it is called by reflection.
 */
final class S3Server implements AutoCloseable {
    private static final String KEY = "key";
    private static final String SECRET = "secret";

    private final URLClassLoader libraries;
    private final Object server;

    private S3Server(URLClassLoader libraries, Object server) {
        this.libraries = libraries;
        this.server = server;
    }

    /** Starts a server on a free port of loopback; the test is skipped where the build has not fetched the server. */
    static S3Server start(String bucket) throws IOException, ReflectiveOperationException {
        Path jar = Path.of(System.getProperty("clip.s3proxy.jar", ""));
        Assumptions.assumeTrue(Files.isRegularFile(jar), "needs the jar of s3proxy");
        URLClassLoader libraries =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        Thread thread = Thread.currentThread();
        ClassLoader own = thread.getContextClassLoader();
        thread.setContextClassLoader(libraries);
        try {
            return new S3Server(libraries, start(libraries, bucket));
        } finally {
            thread.setContextClassLoader(own);
        }
    }

    private static Object start(ClassLoader libraries, String bucket) throws ReflectiveOperationException {
        Class<?> stores = libraries.loadClass("org.gaul.s3proxy.blobstore.BlobStore");
        Object store = libraries
                .loadClass("org.gaul.s3proxy.nio2blob.TransientNio2BlobStore")
                .getConstructor()
                .newInstance();
        stores.getMethod("createContainer", String.class).invoke(store, bucket);
        return start(libraries, stores, store);
    }

    private static Object start(ClassLoader libraries, Class<?> stores, Object store)
            throws ReflectiveOperationException {
        Class<?> proxy = libraries.loadClass("org.gaul.s3proxy.S3Proxy");
        Class<?> authentication = libraries.loadClass("org.gaul.s3proxy.auth.AuthenticationType");
        Object builder = proxy.getMethod("builder").invoke(null);
        Class<?> type = builder.getClass();
        type.getMethod("blobStore", stores).invoke(builder, store);
        type.getMethod("endpoint", URI.class).invoke(builder, URI.create("http://127.0.0.1:0"));
        type.getMethod("awsAuthentication", authentication, String.class, String.class)
                .invoke(
                        builder,
                        authentication.getMethod("fromString", String.class).invoke(null, "AWS_V2_OR_V4"),
                        KEY,
                        SECRET);
        Object server = type.getMethod("build").invoke(builder);
        proxy.getMethod("start").invoke(server);
        return server;
    }

    /** What Hadoop needs to reach it, by key. */
    Map<String, String> settings() throws ReflectiveOperationException {
        return Map.of(
                "fs.s3a.endpoint",
                "http://127.0.0.1:" + server.getClass().getMethod("getPort").invoke(server),
                "fs.s3a.path.style.access",
                "true",
                "fs.s3a.connection.ssl.enabled",
                "false",
                "fs.s3a.access.key",
                KEY,
                "fs.s3a.secret.key",
                SECRET);
    }

    @Override
    public void close() throws IOException, ReflectiveOperationException {
        server.getClass().getMethod("stop").invoke(server);
        libraries.close();
    }
}
