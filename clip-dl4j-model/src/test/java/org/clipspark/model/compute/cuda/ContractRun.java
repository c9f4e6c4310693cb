package org.clipspark.model.compute.cuda;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Runs a test class in a process of its own, whose libraries of CUDA are others. */
public final class ContractRun {
    private static final int MOST_FAILURES = 10;

    private ContractRun() {}

    /**
     * Runs it.
     *
     * @param arguments the class, and the file for what came of it: how many tests succeeded, failed and were left out, then
     *     the failures
     */
    public static void main(String[] arguments) throws IOException {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(arguments[0]))
                .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherFactory.create().execute(request, listener);
        TestExecutionSummary summary = listener.getSummary();
        StringWriter failures = new StringWriter();
        summary.printFailuresTo(new PrintWriter(failures, true), MOST_FAILURES);
        Files.writeString(
                Path.of(arguments[1]),
                summary.getTestsSucceededCount() + " " + summary.getTotalFailureCount() + " "
                        + summary.getTestsSkippedCount() + "\n" + failures);
    }
}
