package org.clipspark.benchmarks.gpu;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * What became of tests.
 *
 * @param passed how many passed
 * @param skipped name and reason of each test or class that did not run
 * @param failures name and first line of what went wrong of each that failed
 */
record TestSummary(int passed, List<String> skipped, List<String> failures) {
    /** Runs tests on the class path: classes, or methods as {@code CLASS#METHOD}. */
    static TestSummary of(List<String> classes) {
        Listener listener = new Listener();
        if (!classes.isEmpty()) {
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(classes.stream().map(TestSummary::selector).toList())
                    .build();
            LauncherFactory.create().execute(request, listener);
        }
        return new TestSummary(listener.passed, List.copyOf(listener.skipped), List.copyOf(listener.failures));
    }

    private static DiscoverySelector selector(String name) {
        return name.contains("#") ? DiscoverySelectors.selectMethod(name) : DiscoverySelectors.selectClass(name);
    }

    private static final class Listener implements TestExecutionListener {
        private final List<String> skipped = new ArrayList<>();
        private final List<String> failures = new ArrayList<>();
        private int passed;

        @Override
        public void executionSkipped(TestIdentifier test, String reason) {
            skipped.add(test.getDisplayName() + ": " + reason);
        }

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            String cause = result.getThrowable()
                    .flatMap(failure ->
                            String.valueOf(failure.getMessage()).lines().findFirst())
                    .orElse("");
            switch (result.getStatus()) {
                case SUCCESSFUL -> passed += test.isTest() ? 1 : 0;
                case ABORTED -> skipped.add(test.getUniqueId() + ": " + cause);
                case FAILED -> failures.add(test.getUniqueId() + ": " + cause);
            }
        }
    }

    ObjectNode toJson() {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("passed", passed);
        json.put("failed", failures.size());
        ArrayNode left = json.putArray("skipped");
        skipped.forEach(left::add);
        ArrayNode broken = json.putArray("failures");
        failures.forEach(broken::add);
        return json;
    }

    String line() {
        return "tests: " + passed + " passed, " + failures.size() + " failed, " + skipped.size() + " skipped";
    }
}
