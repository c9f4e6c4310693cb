package org.clipspark.benchmarks.trainstep;

import java.io.File;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.clipspark.benchmarks.process.ChildJava;

/** Starts the process of one side, {@code ours} or {@code peer}, with its own natives and what helps it. */
public final class SideProcess {
    // Each side gets the class path without the other's natives, so that no library is loaded twice.
    private static final Pattern PYTORCH = Pattern.compile(".*/org/bytedeco/pytorch/.*");
    private static final Pattern OUR_NATIVES = Pattern.compile(".*/org/(nd4j|bytedeco/(dnnl|opencl|opencv))/.*");

    private SideProcess() {}

    /**
     * Starts it.
     *
     * @param side {@code ours} or {@code peer}
     * @param threads native threads
     * @param command main class and its arguments
     */
    public static ChildJava start(String side, int threads, List<String> command) {
        Pattern foreign = side.equals("ours") ? PYTORCH : OUR_NATIVES;
        List<String> options = List.of(
                "-Xmx1g",
                // Native memory is ours to measure, not JavaCPP's to bound.
                "-Dorg.bytedeco.javacpp.maxbytes=0",
                "-Dorg.bytedeco.javacpp.maxphysicalbytes=0",
                "-cp",
                classPathWithout(foreign));
        return ChildJava.start(side, options, command, SideEnvironment.of(side, threads));
    }

    private static String classPathWithout(Pattern foreign) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(entry ->
                        !foreign.matcher(entry.replace(File.separatorChar, '/')).matches())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
