package org.clipspark.job.doctor;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkConf;

/** A set-up in which everything is as it should be, until a test breaks something. */
final class Patient implements Environment {
    final Map<String, String> properties = new HashMap<>(Map.of(
            "java.specification.version", "17",
            "java.version", "17.0.12",
            "os.arch", "amd64",
            "java.io.tmpdir", "/tmp",
            "user.home", "/fictional"));
    final Map<String, String> variables = new HashMap<>();
    final Map<String, String> files = new HashMap<>(
            Map.of("/proc/meminfo", "MemTotal: 16777216 kB\n", "/proc/cpuinfo", "flags: fpu avx2 avx512f\n"));
    final Map<String, Output> programs = new HashMap<>(Map.of(
            "probe", new Output(0, "Core: SkylakeX\nbackend=CpuBackend\nonednn=3.11.0\ninstructions=avx512_core\n"),
            "cuda-probe", new Output(0, "cuda=GPU 0 (NVIDIA H200) of compute capability 9.0 computes\n")));
    final Map<String, String> notWritable = new HashMap<>();
    final SparkConf spark = new SparkConf(false);
    List<String> closed = List.of();
    Versions versions = new Versions("3.5.9", "2.12.18");
    String options = "";
    Optional<String> address = Optional.of("10.0.0.5");
    long heap = 4L << 30;
    long free = 100L << 30;

    @Override
    public String property(String name) {
        return properties.getOrDefault(name, "");
    }

    @Override
    public String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    @Override
    public String javaOptions() {
        return options;
    }

    @Override
    public List<String> closedPackages(List<String> packages) {
        return closed;
    }

    @Override
    public long heapBytes() {
        return heap;
    }

    @Override
    public int processors() {
        return 4;
    }

    @Override
    public Versions versions() {
        return versions;
    }

    @Override
    public Optional<String> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    @Override
    public Optional<Output> run(Map<String, String> environment, List<String> command) {
        return Optional.ofNullable(programs.get(command.get(0)));
    }

    @Override
    public List<String> nativeProbe() {
        return List.of("probe");
    }

    @Override
    public List<String> cudaProbe() {
        return List.of("cuda-probe");
    }

    @Override
    public Optional<String> whyNotWritable(String folder) {
        return Optional.ofNullable(notWritable.get(folder));
    }

    @Override
    public long freeBytes(String folder) {
        return free;
    }

    @Override
    public Optional<String> ownAddress() {
        return address;
    }

    @Override
    public SparkConf spark() {
        return spark;
    }
}
