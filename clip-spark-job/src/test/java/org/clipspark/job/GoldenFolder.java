package org.clipspark.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The reference outputs of open_clip that {@code clip.golden.dir} names; tests are skipped where it is absent. */
final class GoldenFolder {
    private GoldenFolder() {}

    static Path root() {
        Path folder = Path.of(System.getProperty("clip.golden.dir", "../../shared/golden"));
        Assumptions.assumeTrue(Files.isDirectory(folder), "no reference outputs at " + folder);
        return folder;
    }

    /** That file; the test is skipped where the folder lacks it. */
    static Path file(String name) {
        Path file = root().resolve(name);
        Assumptions.assumeTrue(Files.exists(file), "no " + file);
        return file;
    }

    /** Folders of cases whose description has that field: the fields, not the names, say what a case is. */
    static List<Path> cases(String field) {
        List<Path> cases = new ArrayList<>();
        try (Stream<Path> folders = Files.list(root())) {
            for (Path folder : folders.sorted().toList()) {
                Path description = folder.resolve("case.json");
                if (Files.exists(description) && json(description).has(field)) {
                    cases.add(folder);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return cases;
    }

    static JsonNode json(Path file) {
        try {
            return new ObjectMapper().readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
