package org.clipspark.benchmarks.result;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One case of a benchmark: our figure beside the peer's.
 *
 * @param bench name of the benchmark
 * @param caseName name of the case
 * @param ours our figure, in {@code unit}; positive and finite
 * @param peer the peer's figure, in {@code unit}; positive and finite
 * @param unit what is counted; more of it is better
 * @param peakMibOurs largest resident memory of our process, in MiB
 * @param peakMibPeer largest resident memory of the peer's process, in MiB
 * @param repeats alternating repeats whose medians the figures are, at least 1
 * @param details further figures of this benchmark by name, finite; kept in order
 */
public record BenchmarkResult(
        String bench,
        String caseName,
        double ours,
        double peer,
        String unit,
        long peakMibOurs,
        long peakMibPeer,
        int repeats,
        Map<String, Double> details) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final MathContext FOUR_DIGITS = new MathContext(4);

    /** Checks the figures. */
    public BenchmarkResult {
        check(ours > 0 && Double.isFinite(ours), "ours must be positive and finite, got " + ours);
        check(peer > 0 && Double.isFinite(peer), "peer must be positive and finite, got " + peer);
        check(repeats >= 1, "repeats must be at least 1, got " + repeats);
        for (Map.Entry<String, Double> detail : details.entrySet()) {
            check(Double.isFinite(detail.getValue()), detail.getKey() + " must be finite, got " + detail.getValue());
        }
        details = new LinkedHashMap<>(details);
    }

    private static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    /** The same with other further figures. */
    public BenchmarkResult withDetails(Map<String, Double> others) {
        return new BenchmarkResult(bench, caseName, ours, peer, unit, peakMibOurs, peakMibPeer, repeats, others);
    }

    /** How many times the peer's figure ours is; above 1 ours is better. */
    public double ratio() {
        return ours / peer;
    }

    /** The result as one line of JSON; figures have four significant digits. */
    public String toJson() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("bench", bench);
        fields.put("case", caseName);
        fields.put("ours", rounded(ours));
        fields.put("peer", rounded(peer));
        fields.put("unit", unit);
        fields.put("ratio", rounded(ratio()));
        fields.put("peak_mib_ours", peakMibOurs);
        fields.put("peak_mib_peer", peakMibPeer);
        fields.put("repeats", repeats);
        details.forEach((name, value) -> fields.put(name, rounded(value)));
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Names and numbers are always JSON", e);
        }
    }

    private static double rounded(double value) {
        return new BigDecimal(value).round(FOUR_DIGITS).doubleValue();
    }

    /** Headings of {@link #toRow}. */
    public static String header() {
        return String.format(
                Locale.ROOT,
                "%-16s %10s %10s %-8s %6s %10s %10s",
                "case",
                "ours",
                "peer",
                "unit",
                "ratio",
                "MiB ours",
                "MiB peer");
    }

    /** The result as a row of a table, without its details. */
    public String toRow() {
        return String.format(
                Locale.ROOT,
                "%-16s %10.2f %10.2f %-8s %6.3f %10d %10d",
                caseName,
                ours,
                peer,
                unit,
                ratio(),
                peakMibOurs,
                peakMibPeer);
    }
}
