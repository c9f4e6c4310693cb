package org.clipspark.job.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Scripts and styles that travel within the program. */
final class PageResource {
    private PageResource() {}

    /**
     * Text of a resource.
     *
     * @throws IllegalStateException if the program was packed without it
     */
    static String read(String path) {
        try (InputStream in = PageResource.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("The program was packed without " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path + " from the program", e);
        }
    }
}
