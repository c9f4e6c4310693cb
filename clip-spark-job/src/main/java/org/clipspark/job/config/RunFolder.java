package org.clipspark.job.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that receives the results of a run. It belongs to one run: results of two runs in one folder would look
 * like those of one.
 */
public final class RunFolder {
    /** Name of the file with one JSON object per logged step or epoch. */
    public static final String METRICS = "metrics.jsonl";
    /** Name of the file with one JSON object per intervention: a fault, a restart, a rollback. */
    public static final String EVENTS = "events.jsonl";
    /** Name of the folder that holds the checkpoints. */
    public static final String CHECKPOINTS = "checkpoints";
    /** Name of the self-contained report. */
    public static final String REPORT = "report.html";
    /** Name of the file with the configuration in effect. */
    public static final String CONFIG = "config.yaml";

    private static final List<String> RESULTS = List.of(METRICS, EVENTS, CHECKPOINTS, REPORT, CONFIG);

    private RunFolder() {}

    /**
     * Makes the folder ready for a new run. With {@code run.overwrite} the results of an earlier run are deleted, and
     * nothing else.
     *
     * @return the folder, which exists
     * @throws IllegalArgumentException if it holds results and {@code run.overwrite} is false
     * @throws UncheckedIOException if it cannot be created or emptied
     */
    public static Path claim(RunSettings run) {
        Path folder = Path.of(run.directory());
        List<Path> results =
                RESULTS.stream().map(folder::resolve).filter(Files::exists).toList();
        if (!results.isEmpty() && !run.overwrite()) {
            throw new IllegalArgumentException("run.directory " + folder + " already holds a run ("
                    + results.get(0).getFileName() + "): choose another folder or set run.overwrite=true");
        }
        try {
            for (Path result : results) {
                delete(result);
            }
            return Files.createDirectories(folder);
        } catch (FileAlreadyExistsException e) {
            throw new UncheckedIOException("Cannot create run.directory " + folder + ": a file is in its place", e);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare run.directory " + folder + ": " + e, e);
        }
    }

    private static void delete(Path root) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(root)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
