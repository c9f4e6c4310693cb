package org.clipspark.model.compute.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.clipspark.model.compute.cuda.device.CudaException;
import org.clipspark.model.compute.cuda.device.KernelCompiler;
import org.clipspark.model.compute.cuda.device.KernelSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every kernel, compiled for the cards that the backend supports: by NVRTC, as a runtime does, or else by nvcc. */
class KernelsCompileTest {
    private static final List<Integer> ARCHITECTURES = List.of(75, 80, 86, 89, 90, 100);

    private static Optional<KernelCompiler> compiler = Optional.empty();

    @TempDir
    Path folder;

    @BeforeAll
    static void findCompiler() {
        try {
            compiler = Optional.of(new KernelCompiler());
        } catch (CudaException e) {
            assumeTrue(Commands.areThere("nvcc"), () -> "Neither NVRTC nor nvcc is here: " + e.getMessage());
        }
    }

    @Test
    void compilesForAllCards() {
        List<KernelSource> sources = KernelResources.all();

        sources.parallelStream().forEach(source -> {
            if (compiler.isPresent()) {
                compileByNvrtc(compiler.get(), source);
            } else {
                compileByNvcc(source);
            }
        });

        assertThat(sources).hasSizeGreaterThan(5);
    }

    private static void compileByNvrtc(KernelCompiler nvrtc, KernelSource source) {
        for (int architecture : ARCHITECTURES) {
            assertThat(nvrtc.compile(source, "sm_" + architecture)).isNotEmpty();
        }
    }

    private void compileByNvcc(KernelSource source) {
        Path written = write(source);
        Path result = folder.resolve(source.name() + ".fatbin");

        // Sources differ below and from 8.0 on. The assembler need not try hard: whether it takes the code is the
        // question.
        Commands.Outcome outcome = Commands.run(
                folder,
                List.of(
                        "nvcc",
                        "-std=c++17",
                        "-Xptxas=-O0",
                        "-gencode=arch=compute_75,code=sm_75",
                        "-gencode=arch=compute_80,code=[" + fromVersionEight() + "]",
                        "-fatbin",
                        "-o",
                        result.toString(),
                        written.toString()));

        assertThat(outcome.status()).as("%s", outcome.output()).isZero();
        assertThat(result).isNotEmptyFile();
    }

    private static String fromVersionEight() {
        return ARCHITECTURES.stream()
                .filter(architecture -> architecture >= 80)
                .map(architecture -> "sm_" + architecture)
                .collect(Collectors.joining(","));
    }

    private Path write(KernelSource source) {
        try {
            return Files.writeString(folder.resolve(source.name() + ".cu"), source.text());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write kernels to " + folder, e);
        }
    }
}
