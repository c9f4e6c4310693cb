package org.clipspark.job.report;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The page of a run: one file that needs no other and no network, with its figures, curves, configuration and prompts. A
 * run that is still going on, has one epoch or no evaluation gives a page too.
 */
public final class Report {
    /** Name of the file within a run's folder. */
    public static final String FILE_NAME = "report.html";

    /** Runs that one chart can show: as many as it has colours. */
    public static final int MOST_RUNS = 8;

    private Report() {}

    /**
     * Reads a run's {@link RunRecord} and {@link MetricsLog} and writes its page: temporary file first, then rename.
     *
     * @param runFolder of the run
     * @return the page
     * @throws UncheckedIOException if the run cannot be read or the page cannot be written; the message names the file
     */
    public static Path write(Path runFolder) {
        RunRecord run = RunRecord.load(runFolder);
        Path page = runFolder.resolve(FILE_NAME);
        RunFiles.replace(
                page,
                new ReportPage(name(runFolder), run, MetricsLog.read(runFolder), EventLog.read(runFolder)).html());
        return page;
    }

    /**
     * Writes one page of several runs, with a curve of each over the pairs it had seen: temporary file first, then rename.
     *
     * @param runFolders from 2 to {@link #MOST_RUNS}, in the order of their curves
     * @param page the file to write
     * @throws IllegalArgumentException if there are fewer or more runs
     * @throws UncheckedIOException if a run cannot be read or the page cannot be written; the message names the file
     */
    public static void compare(List<Path> runFolders, Path page) {
        if (runFolders.size() < 2 || runFolders.size() > MOST_RUNS) {
            throw new IllegalArgumentException(
                    "A comparison has 2 to " + MOST_RUNS + " runs, got " + runFolders.size());
        }
        List<String> names = runFolders.stream().map(Report::name).toList();
        boolean areTold = names.stream().distinct().count() == names.size();
        List<ComparedRun> runs = runFolders.stream()
                .map(folder -> ComparedRun.load(areTold ? name(folder) : folder.toString(), folder))
                .toList();
        RunFiles.replace(page, new ComparisonPage(runs).html());
    }

    private static String name(Path runFolder) {
        return String.valueOf(runFolder.toAbsolutePath().normalize().getFileName());
    }
}
