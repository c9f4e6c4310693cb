package org.clipspark.benchmarks.allreduce;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clipspark.benchmarks.process.ChildJava;

/** Two processes that exchange a vector. */
final class ExchangePair implements AutoCloseable {
    // Far less than a vector, unless residuals are kept: whatever a member needs beside it must fit.
    private static final String HEAP = "-Xmx128m";
    private static final String HEAP_WITH_RESIDUALS = "-Xmx1g";

    // What is left of a virtual machine when memory counts more than time: one collector thread, one compiler.
    private static final List<String> LEAN =
            List.of("-Xms8m", "-Xmn4m", "-Xmx24m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    // JavaCPP takes a multiple of the heap for the most that a process may have.
    private static final String NO_NATIVE_LIMIT = "-Dorg.bytedeco.javacpp.maxphysicalbytes=0";

    private final ChildJava first;
    private final ChildJava second;

    private ExchangePair(ChildJava first, ChildJava second) {
        this.first = first;
        this.second = second;
    }

    /**
     * One turn.
     *
     * @param seconds of the slower member
     * @param peakMib largest resident memory of a member
     * @param growthMib how far that is above the memory before the members met, the vector included
     */
    record Turn(double seconds, long peakMib, long growthMib) {}

    /** Starts both processes, on the smallest virtual machines if lean, and lets them join. */
    static ExchangePair start(String side, AllReduceCase what, boolean lean) {
        ExchangePair pair = new ExchangePair(member(side, 0, what, lean), member(side, 1, what, lean));
        String members = pair.first.reply(1)[0] + " " + pair.second.reply(1)[0] + " " + RingExchange.secret();
        pair.first.send(members);
        pair.second.send(members);
        pair.first.reply(1);
        pair.second.reply(1);
        return pair;
    }

    private static ChildJava member(String side, int rank, AllReduceCase what, boolean lean) {
        List<String> options = new ArrayList<>(machine(what, lean));
        options.addAll(List.of(NO_NATIVE_LIMIT, "-cp", System.getProperty("java.class.path")));
        return ChildJava.start(
                side + " " + rank,
                options,
                List.of(ExchangeServer.class.getName(), side, Integer.toString(rank), what.name()),
                Map.of("OMP_NUM_THREADS", "1"));
    }

    private static List<String> machine(AllReduceCase what, boolean lean) {
        if (what.kind() == AllReduceCase.Kind.BFLOAT16) {
            return List.of(HEAP_WITH_RESIDUALS);
        }
        return lean ? LEAN : List.of(HEAP);
    }

    Turn run(int rounds) {
        first.send(Integer.toString(rounds));
        second.send(Integer.toString(rounds));
        Turn one = turn(first);
        Turn two = turn(second);
        return new Turn(
                Math.max(one.seconds(), two.seconds()),
                Math.max(one.peakMib(), two.peakMib()),
                Math.max(one.growthMib(), two.growthMib()));
    }

    private static Turn turn(ChildJava member) {
        String[] fields = member.reply(3);
        return new Turn(Double.parseDouble(fields[0]), Long.parseLong(fields[1]), Long.parseLong(fields[2]));
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
