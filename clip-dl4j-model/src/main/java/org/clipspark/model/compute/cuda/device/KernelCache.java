package org.clipspark.model.compute.cuda.device;

import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.function.Supplier;
import org.bytedeco.javacpp.Loader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Machine code on disk, so that each machine compiles a kernel once. It lies below the folder from which JavaCPP loads native
 * code into this process anyway: whoever may write there needs no kernel to do harm.
 */
final class KernelCache {
    private static final Logger log = LoggerFactory.getLogger(KernelCache.class);

    private final Optional<Path> folder;

    KernelCache(Optional<Path> folder) {
        this.folder = folder;
    }

    /** The cache of this user. */
    static KernelCache ofUser() {
        try {
            return new KernelCache(Optional.of(Loader.getCacheDir().toPath().resolve("clip-spark-kernels")));
        } catch (IOException e) {
            log.warn("Kernels are compiled by each process: there is no cache folder, {}", e.getMessage());
            return new KernelCache(Optional.empty());
        }
    }

    /**
     * What was kept under that key, or what {@code compile} makes, which is then kept.
     *
     * @param key decides about every byte of it
     */
    byte[] code(String key, Supplier<byte[]> compile) {
        Optional<byte[]> kept = folder.flatMap(parent -> read(parent.resolve(key)));
        if (kept.isPresent()) {
            return kept.get();
        }
        byte[] code = compile.get();
        folder.ifPresent(parent -> keep(parent, key, code));
        return code;
    }

    private static Optional<byte[]> read(Path file) {
        try {
            byte[] code = Files.readAllBytes(file);
            return code.length == 0 ? Optional.empty() : Optional.of(code);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            log.warn("Cannot read kernel {}: it is compiled again ({})", file, e.getMessage());
            return Optional.empty();
        }
    }

    private static void keep(Path parent, String key, byte[] code) {
        try {
            Files.createDirectories(parent);
            Path written = Files.createTempFile(parent, key, ".tmp");
            Files.write(written, code);
            move(written, parent.resolve(key));
        } catch (IOException e) {
            log.warn(
                    "Cannot keep kernel {} in {}: the next process compiles it again ({})",
                    key,
                    parent,
                    e.getMessage());
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.deleteIfExists(from);
        }
    }
}
