package org.clipspark.model.compute.cuda.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCacheTest {
    @TempDir
    private Path folder;

    @Test
    void compilesAKernelOnceAndLeavesNothingElse() throws IOException {
        KernelCache cache = new KernelCache(Optional.of(folder.resolve("kernels")));

        byte[] compiled = cache.code("key", () -> new byte[] {1, 2});
        byte[] kept = cache.code("key", () -> {
            throw new AssertionError("compiled again");
        });

        assertThat(compiled).containsExactly(1, 2);
        assertThat(kept).containsExactly(1, 2);
        try (Stream<Path> files = Files.list(folder.resolve("kernels"))) {
            assertThat(files).containsExactly(folder.resolve("kernels/key"));
        }
    }

    @Test
    void compilesAgainWhereAFileIsEmpty() throws IOException {
        Files.createFile(folder.resolve("key"));

        assertThat(new KernelCache(Optional.of(folder)).code("key", () -> new byte[] {3}))
                .containsExactly(3);
        assertThat(Files.readAllBytes(folder.resolve("key"))).containsExactly(3);
    }

    @Test
    void worksWithoutAFolderToKeepIn() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(new KernelCache(Optional.empty()).code("key", () -> new byte[] {4}))
                .containsExactly(4);
        assertThat(new KernelCache(Optional.of(file)).code("key", () -> new byte[] {5}))
                .containsExactly(5);
    }
}
