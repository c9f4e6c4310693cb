package org.clipspark.benchmarks.allreduce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import org.clipspark.benchmarks.result.BenchmarkResult;
import org.clipspark.benchmarks.result.Median;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code all-reduce}: the mean of a vector over two processes, beside a bare copy of the bytes. */
@Command(
        name = "all-reduce",
        mixinStandardHelpOptions = true,
        description = {
            "The mean of a vector over two processes on loopback, as replicas compute it, beside the floor: the same",
            "bytes sent and received over a bare connection, and nothing done with them."
        })
public final class AllReduceCommand implements Callable<Integer> {
    private static final double BYTES_PER_MB = 1e6;

    @Spec
    private CommandSpec spec;

    @Option(names = "--case", paramLabel = "NAME", description = "only this case; may be repeated")
    private List<String> cases = new ArrayList<>();

    @Option(names = "--repeats", paramLabel = "N", description = "alternating repeats (default: ${DEFAULT-VALUE})")
    private int repeats = 7;

    @Option(
            names = "--lean",
            description = {
                "on the smallest virtual machines: serial collector, first compiler, heap of 24 MiB;",
                "the residuals of bf16 cases need more and get it"
            })
    private boolean lean;

    @Override
    public Integer call() {
        if (repeats < 1) {
            throw new ParameterException(spec.commandLine(), "--repeats must be at least 1, got " + repeats);
        }
        List<AllReduceCase> chosen = cases.isEmpty()
                ? AllReduceCase.all()
                : cases.stream().map(AllReduceCase::named).toList();
        spec.commandLine().getErr().println(BenchmarkResult.header() + String.format("%12s%12s", "ms ours", "ms peer"));
        for (AllReduceCase each : chosen) {
            BenchmarkResult result = measure(each);
            spec.commandLine().getErr().println(result.toRow() + milliseconds(result));
            spec.commandLine().getOut().println(result.toJson());
        }
        return 0;
    }

    private static String milliseconds(BenchmarkResult result) {
        return String.format(
                Locale.ROOT,
                "%12.3f%12.3f",
                result.details().getOrDefault("ms_ours", 0.0),
                result.details().getOrDefault("ms_peer", 0.0));
    }

    private BenchmarkResult measure(AllReduceCase each) {
        List<ExchangePair.Turn> ours = new ArrayList<>();
        List<ExchangePair.Turn> peer = new ArrayList<>();
        try (ExchangePair ourPair = ExchangePair.start("ours", each, lean);
                ExchangePair peerPair = ExchangePair.start("peer", each, lean)) {
            // The first turn compiles.
            ourPair.run(each.rounds());
            peerPair.run(each.rounds());
            for (int i = 0; i < repeats; i++) {
                ours.add(ourPair.run(each.rounds()));
                peer.add(peerPair.run(each.rounds()));
            }
        }
        return result(each, ours, peer);
    }

    private BenchmarkResult result(AllReduceCase each, List<ExchangePair.Turn> ours, List<ExchangePair.Turn> peer) {
        double ourSeconds = seconds(each, ours);
        double peerSeconds = seconds(each, peer);
        double megabytes = each.floats() * Float.BYTES / BYTES_PER_MB;
        Map<String, Double> details = new LinkedHashMap<>();
        details.put("ms_ours", ourSeconds * 1000);
        details.put("ms_peer", peerSeconds * 1000);
        details.put("growth_mib_ours", largest(ours, ExchangePair.Turn::growthMib) * 1.0);
        return new BenchmarkResult(
                "all-reduce",
                each.name(),
                megabytes / ourSeconds,
                megabytes / peerSeconds,
                "MB/s",
                largest(ours, ExchangePair.Turn::peakMib),
                largest(peer, ExchangePair.Turn::peakMib),
                repeats,
                details);
    }

    private static long largest(List<ExchangePair.Turn> turns, ToLongFunction<ExchangePair.Turn> of) {
        return turns.stream().mapToLong(of).max().orElseThrow();
    }

    private static double seconds(AllReduceCase each, List<ExchangePair.Turn> turns) {
        return Median.of(
                turns.stream().map(turn -> turn.seconds() / each.rounds()).toList());
    }
}
