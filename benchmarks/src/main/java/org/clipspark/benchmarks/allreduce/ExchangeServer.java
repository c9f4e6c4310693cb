package org.clipspark.benchmarks.allreduce;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.clipspark.benchmarks.process.PeakMemory;

/** One member in a process of its own: joins the other one, then makes as many rounds as each line of input says. */
final class ExchangeServer {
    private ExchangeServer() {}

    /** Arguments: side, rank and name of the case. */
    public static void main(String[] arguments) {
        PrintStream replies = System.out;
        // Libraries that greet on standard output must not break the conversation.
        System.setOut(System.err);
        int rank = Integer.parseInt(arguments[1]);
        AllReduceCase what = AllReduceCase.named(arguments[2]);
        try (Exchange exchange = arguments[0].equals("ours")
                        ? new RingExchange(rank, what)
                        : new CopyExchange(rank, what.floats());
                BufferedReader requests =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            replies.println(exchange.port());
            serve(exchange, requests, replies);
        } catch (IOException e) {
            throw new UncheckedIOException("Lost the parent process", e);
        }
    }

    private static void serve(Exchange exchange, BufferedReader requests, PrintStream replies) throws IOException {
        String members = requests.readLine();
        if (members == null) {
            return;
        }
        String[] fields = members.split(" ", -1);
        long atRest = PeakMemory.reset();
        exchange.join(new int[] {Integer.parseInt(fields[0]), Integer.parseInt(fields[1])}, fields[2]);
        replies.println("joined");
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            double seconds = run(exchange, Integer.parseInt(line));
            replies.println(seconds + " " + PeakMemory.mib() + " " + (PeakMemory.mib() - atRest));
        }
    }

    private static double run(Exchange exchange, int rounds) {
        long start = System.nanoTime();
        for (int i = 0; i < rounds; i++) {
            exchange.round();
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        exchange.verify();
        return seconds;
    }
}
