package org.clipspark.job.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.spark.SparkConf;
import org.apache.spark.package$;

/** The machine and the process that this runs in. */
public final class ThisMachine implements Environment {
    private static final long LONGEST_SECONDS = 120;

    private final SparkConf spark;

    /** With Spark's settings of the run that is meant. */
    public ThisMachine(SparkConf spark) {
        this.spark = spark;
    }

    @Override
    public String property(String name) {
        return System.getProperty(name, "");
    }

    @Override
    public String variable(String name) {
        return System.getenv().getOrDefault(name, "");
    }

    @Override
    public String javaOptions() {
        return String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    @Override
    public List<String> closedPackages(List<String> packages) {
        Module base = Object.class.getModule();
        Module ours = ThisMachine.class.getModule();
        return packages.stream().filter(name -> !base.isOpen(name, ours)).toList();
    }

    @Override
    public long heapBytes() {
        return Runtime.getRuntime().maxMemory();
    }

    @Override
    public int processors() {
        return Runtime.getRuntime().availableProcessors();
    }

    @Override
    public Versions versions() {
        return new Versions(package$.MODULE$.SPARK_VERSION(), scala.util.Properties.versionNumberString());
    }

    @Override
    public Optional<String> file(String path) {
        try {
            Path file = Path.of(path);
            return Files.isReadable(file) ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + path, e);
        }
    }

    @Override
    public Optional<Output> run(Map<String, String> variables, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(variables);
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            // There is no such program, or it may not be run: nothing else fails here.
            return Optional.empty();
        }
        try (InputStream out = process.getInputStream()) {
            String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            boolean isOver = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
            return Optional.of(new Output(isOver ? process.exitValue() : -1, text));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read what " + command.get(0) + " says", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + command.get(0) + " ran", e);
        } finally {
            process.destroyForcibly();
        }
    }

    @Override
    public List<String> nativeProbe() {
        return probe(NativeProbe.class);
    }

    @Override
    public List<String> cudaProbe() {
        return probe(CudaProbe.class);
    }

    private List<String> probe(Class<?> main) {
        String java = Path.of(property("java.home"), "bin", "java").toString();
        return List.of(java, "-Xmx256m", "-cp", classPath(), main.getName());
    }

    /** With the jar of a submitted job, which is not on the class path of the process. */
    private String classPath() {
        try {
            Path job = Path.of(NativeProbe.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return job + System.getProperty("path.separator", ":") + property("java.class.path");
        } catch (URISyntaxException e) {
            throw new IllegalStateException("A class's own place is always an address", e);
        }
    }

    @Override
    public Optional<String> whyNotWritable(String folder) {
        try {
            Path path = Files.createDirectories(Path.of(folder));
            Files.delete(Files.createTempFile(path, "clip-doctor-", ".tmp"));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e.getClass().getSimpleName() + " " + e.getMessage());
        }
    }

    @Override
    public long freeBytes(String folder) {
        try {
            return Files.getFileStore(Path.of(folder)).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot ask how much room " + folder + " has", e);
        }
    }

    @Override
    public Optional<String> ownAddress() {
        try {
            return Optional.of(InetAddress.getLocalHost().getHostAddress());
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    @Override
    public SparkConf spark() {
        return spark;
    }
}
