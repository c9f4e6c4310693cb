package org.clipspark.benchmarks.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A Java process that answers one line of text for each line it is sent, and rests in between. */
public final class ChildJava implements AutoCloseable {
    private final String name;
    private final Process process;
    private final PrintStream requests;
    private final BufferedReader replies;

    private ChildJava(String name, Process process) {
        this.name = name;
        this.process = process;
        this.requests = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
        this.replies = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Starts a process; its standard error is this one's.
     *
     * @param name what to call it in messages
     * @param options options of the virtual machine
     * @param command main class and its arguments
     * @param environment variables added to this process's own
     * @throws UncheckedIOException if it cannot be started
     */
    public static ChildJava start(
            String name, List<String> options, List<String> command, Map<String, String> environment) {
        List<String> all = new ArrayList<>();
        all.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        all.addAll(options);
        all.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(environment);
        try {
            return new ChildJava(name, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start a Java process for " + name, e);
        }
    }

    /** Options that open packages as this process was started with, for a process that starts Spark. */
    public static List<String> opens() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("--add-opens"))
                .toList();
    }

    /** Sends a line. */
    public void send(String request) {
        requests.println(request);
    }

    /**
     * Waits for a line.
     *
     * @param fields number of words that it must have
     * @throws IllegalStateException if the process ended or said something else
     */
    public String[] reply(int fields) {
        try {
            String line = replies.readLine();
            if (line == null) {
                throw new IllegalStateException("The process of side '" + name + "' ended early; its message is above");
            }
            String[] parts = line.split(" ", -1);
            if (parts.length != fields) {
                throw new IllegalStateException("The process of side '" + name + "' said '" + line + "'");
            }
            return parts;
        } catch (IOException e) {
            throw new UncheckedIOException("Lost the process of side '" + name + "'", e);
        }
    }

    @Override
    public void close() {
        requests.close();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
