package org.clipspark.benchmarks.embed;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.clipspark.benchmarks.process.PeakMemory;

/** One side in a process of its own: warms up, then embeds for as many seconds as each line of standard input says. */
final class EncodingServer {
    private static final int PATTERN = 7;

    private EncodingServer() {}

    /** Arguments: side, input, threads. */
    public static void main(String[] arguments) {
        PrintStream replies = System.out;
        // Libraries that greet on standard output must not break the conversation.
        System.setOut(System.err);
        try (Encoding encoding = Encoding.named(arguments[0], arguments[1], Integer.parseInt(arguments[2]));
                BufferedReader requests =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            encoding.run();
            replies.println(fingerprint(encoding.run()));
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                replies.println(run(encoding, Double.parseDouble(line)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Lost the parent process", e);
        }
    }

    /** A sum in which no two neighbours weigh the same: equal sums mean equal embeddings in equal order. */
    static double fingerprint(float[] values) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += (i % PATTERN - PATTERN / 2) * (double) values[i];
        }
        return sum;
    }

    private static String run(Encoding encoding, double seconds) {
        long start = System.nanoTime();
        long items = 0;
        double elapsed = 0;
        while (elapsed < seconds) {
            encoding.run();
            items += Encoding.CASE.batch();
            elapsed = (System.nanoTime() - start) * 1e-9;
        }
        return items / elapsed + " " + PeakMemory.mib();
    }
}
