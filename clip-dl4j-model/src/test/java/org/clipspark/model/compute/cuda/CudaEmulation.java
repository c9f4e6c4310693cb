package org.clipspark.model.compute.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.clipspark.model.compute.cuda.device.KernelSource;

/**
 * Libraries that stand for CUDA's on a machine without a card: the backend's own kernels, compiled as C++ for the host's
 * processor, and as much of the driver, of NVRTC, of cuBLASLt and of cuDNN as the
 * backend calls.
 */
final class CudaEmulation {
    private static final String RESOURCES = "/org/clipspark/model/compute/cuda/emulation/";
    private static final List<String> HEADERS = List.of("emulated_kernels.h", "emulated_grid.h", "emulated_elements.h");
    private static final List<String> PARTS =
            List.of("emulated_grid.cpp", "emulated_driver.cpp", "emulated_products.cpp", "emulated_convolutions.cpp");
    private static final String DRIVER = "libcuda.so.1";
    private static final List<String> OTHERS = List.of(
            "libcudart.so.13",
            "libnvrtc.so.13",
            "libcublas.so.13",
            "libcublasLt.so.13",
            "libcudnn.so.9",
            "libcudnn_graph.so.9",
            "libcudnn_ops.so.9",
            "libcudnn_adv.so.9",
            "libcudnn_cnn.so.9");

    private final Path folder;

    private CudaEmulation(Path folder) {
        this.folder = folder;
    }

    /** Whether the compiler for it is here. */
    static boolean canBeBuilt() {
        return Commands.areThere("g++");
    }

    /** Builds the libraries into an empty folder. */
    static CudaEmulation buildIn(Path folder) {
        CudaEmulation emulation = new CudaEmulation(folder);
        emulation.write();
        emulation.compile();
        emulation.link();
        return emulation;
    }

    /** Where the libraries lie. */
    Path folder() {
        return folder;
    }

    private void write() {
        try {
            for (String name : Stream.concat(HEADERS.stream(), PARTS.stream()).toList()) {
                try (InputStream in =
                        Objects.requireNonNull(CudaEmulation.class.getResourceAsStream(RESOURCES + name), name)) {
                    Files.copy(in, folder.resolve(name));
                }
            }
            for (KernelSource source : KernelResources.all()) {
                Files.writeString(
                        folder.resolve(source.name() + ".cpp"), "#include \"emulated_kernels.h\"\n" + source.text());
            }
            Files.writeString(folder.resolve("nothing.cpp"), "");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the emulation to " + folder, e);
        }
    }

    private List<String> units() {
        return Stream.concat(
                        KernelResources.all().stream().map(KernelSource::name),
                        PARTS.stream().map(part -> part.replace(".cpp", "")))
                .toList();
    }

    private void compile() {
        units().parallelStream()
                .forEach(unit -> run(List.of(
                        "g++",
                        "-std=c++17",
                        "-O1",
                        "-fPIC",
                        "-Wno-unknown-pragmas",
                        "-c",
                        "-o",
                        unit + ".o",
                        unit + ".cpp")));
    }

    private void link() {
        List<String> command = new ArrayList<>(List.of("g++", "-shared", "-o", DRIVER, "-Wl,-soname," + DRIVER));
        units().forEach(unit -> command.add(unit + ".o"));
        run(command);
        // The other libraries are names for the same one.
        for (String other : OTHERS) {
            run(List.of(
                    "g++",
                    "-shared",
                    "-o",
                    other,
                    "-Wl,-soname," + other,
                    "-Wl,--no-as-needed",
                    "nothing.cpp",
                    "-L.",
                    "-l:" + DRIVER));
        }
    }

    private void run(List<String> command) {
        Commands.Outcome outcome = Commands.run(folder, command);
        if (outcome.status() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + outcome.output());
        }
    }
}
