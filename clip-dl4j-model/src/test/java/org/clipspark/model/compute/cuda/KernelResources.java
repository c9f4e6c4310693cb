package org.clipspark.model.compute.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.clipspark.model.compute.cuda.device.KernelSource;

/** The kernels of the backend, as they lie in its resources. */
final class KernelResources {
    private static final String ENDING = ".cu";

    private KernelResources() {}

    /** All that a runtime compiles. */
    static List<KernelSource> all() {
        URL known = Objects.requireNonNull(
                KernelSource.class.getResource("/org/clipspark/model/compute/cuda/pointwise.cu"));
        try (Stream<Path> files = Files.list(Path.of(known.toURI()).resolveSibling(""))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> KernelSource.named(name.substring(0, name.length() - ENDING.length())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list kernels", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Kernels lie at " + known, e);
        }
    }
}
