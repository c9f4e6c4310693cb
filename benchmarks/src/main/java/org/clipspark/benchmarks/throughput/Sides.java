package org.clipspark.benchmarks.throughput;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clipspark.benchmarks.process.ChildJava;
import org.clipspark.benchmarks.result.BenchmarkResult;
import org.clipspark.benchmarks.result.Median;

/** Both sides of a benchmark, measured in turns. */
final class Sides {
    // The compiler needs about this long until it leaves the inner loops alone.
    private static final double WARM_UP_SECONDS = 5;
    private static final double SECONDS_PER_REPEAT = 2;
    private static final int HEAP_MIB_PER_PROCESSOR = 768;

    private final String bench;
    private final String caseName;
    private final String unit;
    private final List<String> input;
    private final int processors;

    /**
     * A benchmark on one processor for program, collector and compiler together: what one core of a loader gets.
     *
     * @param input further arguments of {@link Workload#of}
     */
    Sides(String bench, String caseName, String unit, List<String> input) {
        this(bench, caseName, unit, input, 1);
    }

    /** The same on so many processors. */
    Sides(String bench, String caseName, String unit, List<String> input, int processors) {
        this.bench = bench;
        this.caseName = caseName;
        this.unit = unit;
        this.input = input;
        this.processors = processors;
    }

    private record Rate(double perSecond, long peakMib) {}

    /**
     * Measures.
     *
     * @param tolerance largest difference of the two sides' fingerprints
     * @throws IllegalStateException if the sides do not give the same, or one of them fails
     */
    BenchmarkResult measure(int repeats, double tolerance) {
        try (ChildJava ours = start("ours");
                ChildJava peer = start("peer")) {
            requireSame(fingerprint(ours), fingerprint(peer), tolerance);
            run(ours, WARM_UP_SECONDS);
            run(peer, WARM_UP_SECONDS);
            List<Rate> oursRates = new ArrayList<>();
            List<Rate> peerRates = new ArrayList<>();
            for (int i = 0; i < repeats; i++) {
                oursRates.add(run(ours, SECONDS_PER_REPEAT));
                peerRates.add(run(peer, SECONDS_PER_REPEAT));
            }
            return new BenchmarkResult(
                    bench,
                    caseName,
                    median(oursRates),
                    median(peerRates),
                    unit,
                    peak(oursRates),
                    peak(peerRates),
                    repeats,
                    Map.of());
        }
    }

    static void requireSame(double ours, double peer, double tolerance) {
        // Written so that a figure that is no number fails too.
        if (!(Math.abs(ours - peer) <= tolerance)) {
            throw new IllegalStateException(
                    "Both sides must give the same, got " + ours + " (ours) and " + peer + " (peer)");
        }
    }

    private ChildJava start(String side) {
        List<String> options = List.of(
                "-Xmx" + HEAP_MIB_PER_PROCESSOR * processors + "m",
                "-XX:ActiveProcessorCount=" + processors,
                "-cp",
                System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(WorkloadServer.class.getName(), bench, side));
        command.addAll(input);
        return ChildJava.start(side, options, command, Map.of("TOKENIZERS_PARALLELISM", "false"));
    }

    private static double fingerprint(ChildJava side) {
        return Double.parseDouble(side.reply(1)[0]);
    }

    private static Rate run(ChildJava side, double seconds) {
        side.send(Double.toString(seconds));
        String[] fields = side.reply(2);
        return new Rate(Double.parseDouble(fields[0]), Long.parseLong(fields[1]));
    }

    private static double median(List<Rate> rates) {
        return Median.of(rates.stream().map(Rate::perSecond).toList());
    }

    private static long peak(List<Rate> rates) {
        return rates.stream().mapToLong(Rate::peakMib).max().orElseThrow();
    }
}
