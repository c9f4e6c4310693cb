package org.clipspark.job.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Java and what Spark must reach of it, Spark and Scala. */
final class VersionCheck implements Check {
    private static final String JAVA = "17";
    /** What Spark's own launcher opens, and most of it is needed at once. */
    private static final List<String> OPENED = List.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic",
            "sun.nio.ch",
            "sun.nio.cs",
            "sun.security.action",
            "sun.util.calendar");

    @Override
    public List<Finding> run(Environment environment) {
        List<Finding> findings = new ArrayList<>();
        findings.add(java(environment));
        findings.add(spark(environment.versions()));
        return findings;
    }

    private static Finding java(Environment environment) {
        String version = environment.property("java.specification.version");
        if (!version.equals(JAVA)) {
            return Finding.failure(
                    "java",
                    "Java " + version + " runs this, 17 is needed",
                    "set JAVA_HOME to a JDK 17, on executors too");
        }
        List<String> closed = environment.closedPackages(OPENED);
        if (!closed.isEmpty()) {
            return Finding.failure(
                    "java",
                    "Spark cannot reach into " + String.join(", ", closed),
                    "start with spark-submit or deploy/local/clip, or add "
                            + closed.stream()
                                    .map(name -> "--add-opens=java.base/" + name + "=ALL-UNNAMED")
                                    .collect(Collectors.joining(" ")));
        }
        return Finding.ok("java", environment.property("java.version") + " " + environment.property("os.arch"));
    }

    private static Finding spark(Environment.Versions versions) {
        String spark = versions.spark();
        if (!spark.startsWith("3.5.") && !spark.startsWith("4.")) {
            return Finding.failure("spark", "Spark " + spark + " is not supported", "use Spark 3.5 or 4.1");
        }
        String expected = spark.startsWith("4.") ? "2.13" : "2.12 or 2.13";
        boolean isKnown = versions.scala().startsWith("2.13.")
                || (spark.startsWith("3.5.") && versions.scala().startsWith("2.12."));
        if (!isKnown) {
            return Finding.failure(
                    "spark",
                    "Spark " + spark + " with Scala " + versions.scala() + ", expected " + expected,
                    "remove the other Scala from the class path");
        }
        return Finding.ok("spark", spark + ", Scala " + versions.scala());
    }
}
