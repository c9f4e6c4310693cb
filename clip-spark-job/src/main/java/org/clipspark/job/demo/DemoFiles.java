package org.clipspark.job.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The demo's configuration, as it lies in {@code conf/} of the sources: it travels in the jar, so that the demo runs from
 * any folder, and is written beside the demo's data, so that its user can read and change it.
 */
public final class DemoFiles {
    private static final List<String> FILES = List.of("prep/demo.yaml", "train/demo.yaml", "model/demo.json");

    private DemoFiles() {}

    /**
     * Writes the configuration below {@code folder/conf}.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public static void write(Path folder) {
        for (String name : FILES) {
            Path file = folder.resolve("conf").resolve(name);
            try (InputStream in = DemoFiles.class.getResourceAsStream("/conf/" + name)) {
                if (in == null) {
                    throw new IllegalStateException("The jar lacks conf/" + name + ": build it with Maven");
                }
                Files.createDirectories(file.resolveSibling(""));
                Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot write " + file, e);
            }
        }
    }
}
