package org.clipspark.benchmarks.embed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clipspark.benchmarks.process.ChildJava;
import org.clipspark.benchmarks.result.BenchmarkResult;
import org.clipspark.benchmarks.result.Median;
import org.clipspark.benchmarks.trainstep.SideProcess;

/** Both sides of one encoder, measured in turns. */
final class EncodingSides {
    /** Long enough that the clock does not show, short enough that turns share the weather. */
    private static final double SECONDS_PER_REPEAT = 4;

    /** Products summed in another order differ in the sixth digit; a missing operation changes the first. */
    private static final double TOLERANCE = 2e-3;

    private EncodingSides() {}

    private record Rate(double perSecond, long peakMib) {}

    /**
     * Measures.
     *
     * @param input {@code images} or {@code captions}
     * @throws IllegalStateException if the sides do not give the same embeddings, or one of them fails
     */
    static BenchmarkResult measure(String input, int repeats, int threads) {
        try (ChildJava ours = start("ours", input, threads);
                ChildJava peer = start("peer", input, threads)) {
            requireSame(fingerprint(ours), fingerprint(peer));
            List<Rate> oursRates = new ArrayList<>();
            List<Rate> peerRates = new ArrayList<>();
            for (int i = 0; i < repeats; i++) {
                oursRates.add(run(ours));
                peerRates.add(run(peer));
            }
            return new BenchmarkResult(
                    "embed",
                    "vit-b-32-" + input,
                    median(oursRates),
                    median(peerRates),
                    input + "/s",
                    peak(oursRates),
                    peak(peerRates),
                    repeats,
                    Map.of());
        }
    }

    private static ChildJava start(String side, String input, int threads) {
        return SideProcess.start(
                side, threads, List.of(EncodingServer.class.getName(), side, input, Integer.toString(threads)));
    }

    static void requireSame(double ours, double peer) {
        // Written so that a figure that is no number fails too.
        if (!(Math.abs(ours - peer) <= TOLERANCE * Math.max(1, Math.abs(peer)))) {
            throw new IllegalStateException(
                    "Both sides must give the same embeddings, got " + ours + " (ours) and " + peer + " (peer)");
        }
    }

    private static double fingerprint(ChildJava side) {
        return Double.parseDouble(side.reply(1)[0]);
    }

    private static Rate run(ChildJava side) {
        side.send(Double.toString(SECONDS_PER_REPEAT));
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
