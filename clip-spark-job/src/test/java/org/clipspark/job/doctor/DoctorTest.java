package org.clipspark.job.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.clipspark.job.doctor.Finding.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DoctorTest {
    @Test
    void findsNothingWrongWithAGoodSetUp() {
        List<Finding> findings = Doctor.examine(new Patient(), "runs");

        assertThat(findings).allMatch(finding -> finding.level() == Level.OK);
        assertThat(findings)
                .extracting(Finding::check)
                .contains(
                        "java",
                        "spark",
                        "natives",
                        "blas",
                        "threads",
                        "gpu",
                        "cuda",
                        "memory",
                        "storage",
                        "network",
                        "encryption");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void namesCauseAndFixOfABrokenSetUpInOneLine(String what, Consumer<Patient> injury, Level level, String line) {
        Patient patient = new Patient();
        injury.accept(patient);

        List<Finding> found = Doctor.examine(patient, "runs").stream()
                .filter(finding -> finding.level() != Level.OK)
                .toList();

        assertThat(found).hasSize(1);
        assertThat(found.get(0).level()).isEqualTo(level);
        assertThat(found.get(0).fix()).isNotBlank();
        assertThat(found.get(0).line()).doesNotContain("\n").contains(line);
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of(
                        "another Java",
                        injury(patient -> patient.properties.put("java.specification.version", "11")),
                        Level.FAILURE,
                        "Java 11 runs this, 17 is needed: set JAVA_HOME to a JDK 17"),
                Arguments.of(
                        "closed packages",
                        injury(patient -> patient.closed = List.of("sun.nio.ch")),
                        Level.FAILURE,
                        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED"),
                Arguments.of(
                        "an old Spark",
                        injury(patient -> patient.versions = new Environment.Versions("3.3.2", "2.12.15")),
                        Level.FAILURE,
                        "Spark 3.3.2 is not supported: use Spark 3.5 or 4.1"),
                Arguments.of(
                        "Scala of another Spark",
                        injury(patient -> patient.versions = new Environment.Versions("4.1.3", "2.12.18")),
                        Level.FAILURE,
                        "Spark 4.1.3 with Scala 2.12.18, expected 2.13"),
                Arguments.of(
                        "no OpenMP",
                        injury(patient -> patient.programs.put(
                                "probe",
                                new Environment.Output(
                                        1, "failed=libgomp.so.1: cannot open shared object file: No such file\n"))),
                        Level.FAILURE,
                        "do not load: libgomp.so.1: cannot open shared object file: No such file: install libgomp1"),
                Arguments.of(
                        "natives that crash",
                        injury(patient -> patient.programs.put("probe", new Environment.Output(134, "SIGILL\n"))),
                        Level.FAILURE,
                        "the process that tried them ended with 134"),
                Arguments.of(
                        "a BLAS that does not know the processor",
                        injury(patient -> patient.programs.put(
                                "probe",
                                new Environment.Output(
                                        0, "Core: Prescott\nbackend=CpuBackend\nonednn=3.1\ninstructions=avx2\n"))),
                        Level.WARNING,
                        "takes this processor for Prescott"),
                Arguments.of(
                        "too many threads",
                        injury(patient -> patient.variables.put("OMP_NUM_THREADS", "32")),
                        Level.WARNING,
                        "OMP_NUM_THREADS is 32, but this process has 4 cores"),
                Arguments.of(
                        "a driver of another version",
                        injury(patient -> patient.programs.put(
                                "nvidia-smi",
                                new Environment.Output(
                                        18,
                                        "Failed to initialize NVML: Driver/library version mismatch\nNVML: 550\n"))),
                        Level.FAILURE,
                        "Driver/library version mismatch"),
                Arguments.of(
                        "a GPU that is not there",
                        injury(patient -> {
                            patient.programs.put(
                                    "nvidia-smi", new Environment.Output(0, "0, GPU-aa, NVIDIA H200, 550.54\n"));
                            patient.variables.put("CUDA_VISIBLE_DEVICES", "0,4");
                        }),
                        Level.FAILURE,
                        "CUDA_VISIBLE_DEVICES is '0,4', but this machine has no GPU [4]"),
                Arguments.of(
                        "a GPU without a library of CUDA",
                        injury(patient -> {
                            patient.programs.put(
                                    "nvidia-smi", new Environment.Output(0, "0, GPU-aa, NVIDIA H200, 580.54\n"));
                            patient.programs.put(
                                    "cuda-probe",
                                    new Environment.Output(
                                            1, "failed=The cuda backend cannot load libnvrtc.so.13: install NVRTC\n"));
                        }),
                        Level.WARNING,
                        "cannot load libnvrtc.so.13: install NVRTC"),
                Arguments.of(
                        "a GPU on which the trial ends without a word",
                        injury(patient -> {
                            patient.programs.put(
                                    "nvidia-smi", new Environment.Output(0, "0, GPU-aa, NVIDIA H200, 580.54\n"));
                            patient.programs.put("cuda-probe", new Environment.Output(134, "core dumped\n"));
                        }),
                        Level.WARNING,
                        "the process that tried it ended with 134"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("misconfigured")
    void namesCauseAndFixOfABrokenConfigurationInOneLine(
            String what, Consumer<Patient> injury, Level level, String line) {
        namesCauseAndFixOfABrokenSetUpInOneLine(what, injury, level, line);
    }

    static Stream<Arguments> misconfigured() {
        return Stream.of(
                Arguments.of(
                        "tasks with GPUs on executors without",
                        injury(patient -> patient.spark.set("spark.task.resource.gpu.amount", "1")),
                        Level.FAILURE,
                        "spark.executor.resource.gpu.amount is not"),
                Arguments.of(
                        "a heap larger than the container",
                        injury(patient -> patient.files.put("/sys/fs/cgroup/memory.max", "2147483648\n")),
                        Level.FAILURE,
                        "the Java heap may grow to 4,096 MiB, but this container has 2,048 MiB"),
                Arguments.of(
                        "a heap that leaves tensors nothing",
                        injury(patient -> patient.heap = 14L << 30),
                        Level.WARNING,
                        "and tensors lie outside of it"),
                Arguments.of(
                        "a native limit below the heap",
                        injury(patient -> patient.options = "-Dorg.bytedeco.javacpp.maxPhysicalBytes=2g"),
                        Level.FAILURE,
                        "maxPhysicalBytes allows 2,048 MiB in all, and the Java heap alone may take 4,096 MiB"),
                Arguments.of(
                        "a folder that cannot be written",
                        injury(patient -> patient.notWritable.put("runs", "AccessDeniedException runs")),
                        Level.FAILURE,
                        "runs cannot be written (AccessDeniedException runs): choose another folder"),
                Arguments.of(
                        "no place for native libraries",
                        injury(patient -> patient.notWritable.put("/fictional/.javacpp/cache", "read only")),
                        Level.FAILURE,
                        "set -Dorg.bytedeco.javacpp.cachedir"),
                Arguments.of(
                        "a name that does not resolve",
                        injury(patient -> patient.address = Optional.empty()),
                        Level.FAILURE,
                        "this machine's own name does not resolve: set SPARK_LOCAL_IP"),
                Arguments.of(
                        "encryption that nobody authenticates",
                        injury(patient -> patient.spark.set("spark.network.crypto.enabled", "true")),
                        Level.FAILURE,
                        "spark.network.crypto.enabled needs spark.authenticate"),
                Arguments.of(
                        "parameters in the clear",
                        injury(patient -> patient.spark.setMaster("spark://10.0.0.1:7077")),
                        Level.WARNING,
                        "parameters travel between replicas in the clear: set spark.authenticate=true"),
                Arguments.of(
                        "no overhead on YARN",
                        injury(patient -> encrypted(patient).setMaster("yarn")),
                        Level.WARNING,
                        "spark.executor.memoryOverhead is not set"));
    }

    @Test
    void saysThatParametersTravelEncrypted() {
        Patient patient = new Patient();
        encrypted(patient).setMaster("spark://10.0.0.1:7077").set("spark.authenticate.secret", "s");

        assertThat(new EncryptionCheck().run(patient))
                .containsExactly(Finding.ok(
                        "encryption",
                        "parameters travel between replicas encrypted (AES-GCM), as does Spark's own traffic"));
    }

    private static SparkConf encrypted(Patient patient) {
        return patient.spark.set("spark.authenticate", "true").set("spark.network.crypto.enabled", "true");
    }

    /** Only to tell the compiler what a lambda is. */
    private static Consumer<Patient> injury(Consumer<Patient> injury) {
        return injury;
    }
}
