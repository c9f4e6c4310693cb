package org.clipspark.model.compute.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.clipspark.model.compute.cuda.device.CudaException;
import org.clipspark.model.compute.cuda.device.KernelCompiler;
import org.clipspark.model.compute.cuda.device.KernelSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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

    static List<KernelSource> kernels() {
        return KernelResources.all();
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void compilesForAllCards(KernelSource source) throws IOException {
        if (compiler.isPresent()) {
            for (int architecture : ARCHITECTURES) {
                assertThat(compiler.get().compile(source, "sm_" + architecture)).isNotEmpty();
            }
        } else {
            compileByNvcc(source);
        }
    }

    private void compileByNvcc(KernelSource source) throws IOException {
        Files.writeString(folder.resolve("kernels.cu"), source.text());
        // The assembler need not try hard: whether it takes the code is the question.
        List<String> command = new ArrayList<>(List.of("nvcc", "-std=c++17", "-Xptxas", "-O0", "--threads", "2", "-fatbin"));
        for (int architecture : ARCHITECTURES) {
            command.add("-gencode=arch=compute_" + architecture + ",code=sm_" + architecture);
        }
        command.addAll(List.of("-o", "kernels.fatbin", "kernels.cu"));

        Commands.Outcome outcome = Commands.run(folder, command);

        assertThat(outcome.status()).as("%s", outcome.output()).isZero();
        assertThat(folder.resolve("kernels.fatbin")).isNotEmptyFile();
    }
}
