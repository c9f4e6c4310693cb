package org.clipspark.model.compute.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The contract of backends on an emulated card: the same kernels, launched by the same code, with the host's arithmetic. What it
 * cannot tell is what only a card does: races between threads that the emulation runs in turn, and speed.
 */
class CudaEmulationTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void buildEmulation() {
        assumeTrue(CudaEmulation.canBeBuilt(), "g++ is not here to compile kernels for the host");
        CudaEmulation.buildIn(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CudaBackendFp32Test",
            "CudaBackendBf16Test",
            "CudaFp32AgainstReferenceTest",
            "CudaBf16AgainstReferenceTest"})
    void keepsTheContractOfBackends(String contract) throws IOException {
        Path result = folder.resolve(contract + ".txt");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("cache"),
                ContractRun.class.getName(),
                "org.clipspark.model.compute." + contract,
                result.toString());

        // The loader of the system looks there before anywhere else: a card that is here is left alone.
        Commands.Outcome outcome = Commands.run(folder, Map.of("LD_LIBRARY_PATH", folder.toString()), command);

        assertThat(outcome.status()).as("%s", outcome.output()).isZero();
        String report = Files.readString(result);
        String[] counts = report.lines().findFirst().orElseThrow().split(" ", -1);
        assertThat(counts[1]).as("failures: %s", report).isEqualTo("0");
        assertThat(Integer.parseInt(counts[0])).as("tests that ran").isGreaterThan(30);
    }
}
