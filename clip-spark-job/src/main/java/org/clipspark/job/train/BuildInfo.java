package org.clipspark.job.train;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Which build this is. */
public final class BuildInfo {
    private static final String FILE = "/org/clipspark/job/git.properties";
    private static final Properties PROPERTIES = load();

    private BuildInfo() {}

    /** Version of the jar, or {@code unknown}. */
    public static String version() {
        return PROPERTIES.getProperty("git.build.version", "unknown");
    }

    /** Commit that it was built from, or {@code unknown}. */
    public static String commit() {
        return PROPERTIES.getProperty("git.commit.id", "unknown");
    }

    private static Properties load() {
        Properties properties = new Properties();
        try (InputStream in = BuildInfo.class.getResourceAsStream(FILE)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + FILE, e);
        }
        return properties;
    }
}
