package org.clipspark.job.report;

import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * The page of a run: one file that needs no other and no network, with its figures, curves, configuration and prompts. A
 * run that is still going on, has one epoch or no evaluation gives a page too.
 */
public final class Report {
    /** Name of the file within a run's folder. */
    public static final String FILE_NAME = "report.html";

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
        String name = String.valueOf(runFolder.toAbsolutePath().normalize().getFileName());
        Path page = runFolder.resolve(FILE_NAME);
        RunFiles.replace(page, new ReportPage(name, run, MetricsLog.read(runFolder), EventLog.read(runFolder)).html());
        return page;
    }
}
