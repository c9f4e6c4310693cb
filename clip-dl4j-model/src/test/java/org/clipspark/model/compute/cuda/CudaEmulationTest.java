package org.clipspark.model.compute.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contract of backends on an emulated card: the same kernels, launched by the same code, with the host's arithmetic. What it
 * cannot tell is what only a card does: races between threads that the emulation runs in turn, and speed.
 */
class CudaEmulationTest {
    private static final List<String> CONTRACTS = List.of(
            "CudaBackendFp32Test",
            "CudaBackendBf16Test",
            "CudaFp32AgainstReferenceTest",
            "CudaBf16AgainstReferenceTest");

    @TempDir
    static Path folder;

    @BeforeAll
    static void buildEmulation() {
        assumeTrue(CudaEmulation.canBeBuilt(), "g++ is not here to compile kernels for the host");
        CudaEmulation.buildIn(folder);
    }

    @Test
    void keepsTheContractOfBackends() throws IOException {
        Path result = folder.resolve("result.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                "-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("cache"),
                ContractRun.class.getName(),
                result.toString()));
        CONTRACTS.forEach(contract -> command.add("org.clipspark.model.compute." + contract));

        // The loader of the system looks there before anywhere else: a card that is here is left alone.
        Commands.Outcome outcome = Commands.run(folder, Map.of("LD_LIBRARY_PATH", folder.toString()), command);

        assertThat(outcome.status()).as("%s", outcome.output()).isZero();
        String report = Files.readString(result);
        String[] counts = report.lines().findFirst().orElseThrow().split(" ", -1);
        assertThat(counts[1]).as("failures: %s", report).isEqualTo("0");
        assertThat(Integer.parseInt(counts[0])).as("tests that ran").isGreaterThan(400);
    }
}
