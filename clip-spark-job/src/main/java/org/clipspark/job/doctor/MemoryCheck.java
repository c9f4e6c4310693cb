package org.clipspark.job.doctor;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.SparkConf;
import org.clipspark.job.plan.MemoryLimit;
import org.clipspark.job.plan.NativeLimit;

/** Flags of memory that no run would do with, whatever its size; {@code clip plan} says what one needs. */
final class MemoryCheck implements Check {
    private static final long MIB = 1L << 20;
    /** Tensors lie outside of the heap: a heap as large as the machine leaves them nothing. */
    private static final double LARGEST_SHARE = 0.75;

    private static final String PLAN = "clip plan --conf-file FILE says how much a run needs";

    @Override
    public List<Finding> run(Environment environment) {
        List<Finding> findings = new ArrayList<>();
        long heap = environment.heapBytes();
        MemoryLimit limit = MemoryLimit.of(environment::file);
        if (heap > limit.bytes()) {
            findings.add(Finding.failure(
                    "memory",
                    "the Java heap may grow to " + mib(heap) + ", but " + limit.source() + " has " + mib(limit.bytes()),
                    "lower -Xmx (CLIP_HEAP, spark.driver.memory); " + PLAN));
        } else if (heap > LARGEST_SHARE * limit.bytes()) {
            findings.add(Finding.warning(
                    "memory",
                    "the Java heap may take " + mib(heap) + " of the " + mib(limit.bytes()) + " of " + limit.source()
                            + ", and tensors lie outside of it",
                    "lower -Xmx (CLIP_HEAP, spark.driver.memory); " + PLAN));
        } else {
            String has = limit.bytes() == Long.MAX_VALUE ? "an unknown size" : mib(limit.bytes());
            findings.add(Finding.ok("memory", "heap up to " + mib(heap) + ", " + limit.source() + " has " + has));
        }
        findings.add(natives(heap, environment.javaOptions()));
        overhead(environment.spark(), findings);
        return findings;
    }

    private static Finding natives(long heap, String javaOptions) {
        long allowed;
        try {
            allowed = NativeLimit.bytes(heap, javaOptions);
        } catch (IllegalArgumentException e) {
            return Finding.failure(
                    "memory", NativeLimit.OPTION + ": " + e.getMessage(), "give it as 8g, or 0 for none");
        }
        if (allowed <= heap) {
            return Finding.failure(
                    "memory",
                    NativeLimit.OPTION + " allows " + mib(allowed) + " in all, and the Java heap alone may take "
                            + mib(heap),
                    "raise or remove it; " + PLAN);
        }
        return Finding.ok(
                "memory",
                "tensors until the process has " + (allowed == Long.MAX_VALUE ? "all there is" : mib(allowed)));
    }

    private static void overhead(SparkConf spark, List<Finding> findings) {
        String master = spark.get("spark.master", "local");
        boolean isEnforced = master.startsWith("yarn") || master.startsWith("k8s");
        if (isEnforced
                && !spark.contains("spark.executor.memoryOverhead")
                && !spark.contains("spark.executor.memoryOverheadFactor")) {
            findings.add(Finding.warning(
                    "memory",
                    "spark.executor.memoryOverhead is not set: an executor is killed when its tensors take more than a tenth"
                            + " of its heap",
                    PLAN));
        }
    }

    private static String mib(long bytes) {
        return String.format("%,d MiB", bytes / MIB);
    }
}
