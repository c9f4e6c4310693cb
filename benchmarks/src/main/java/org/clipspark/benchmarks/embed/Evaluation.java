package org.clipspark.benchmarks.embed;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clipspark.benchmarks.process.ChildJava;
import org.clipspark.benchmarks.result.BenchmarkResult;
import org.clipspark.benchmarks.result.Median;

/** The embeddings of an evaluation beside its encoders alone: what reading, decoding and writing leave of their speed. */
final class Evaluation {
    private Evaluation() {}

    private record Turn(double perSecond, double encodersPerSecond, double waitShare, long peakMib) {}

    /**
     * Measures.
     *
     * @param images how many, at least 1
     * @param threads tasks at once, of one core each
     */
    static BenchmarkResult measure(int images, int repeats, int threads) {
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < repeats; i++) {
            turns.add(turn(images, threads));
        }
        long peak = turns.stream().mapToLong(Turn::peakMib).max().orElseThrow();
        return new BenchmarkResult(
                "embed",
                "evaluation",
                Median.of(turns.stream().map(Turn::perSecond).toList()),
                Median.of(turns.stream().map(Turn::encodersPerSecond).toList()),
                "images/s",
                peak,
                peak,
                repeats,
                Map.of(
                        "wait_share",
                        Median.of(turns.stream().map(Turn::waitShare).toList())));
    }

    private static Turn turn(int images, int threads) {
        List<String> options = new ArrayList<>(List.of("-Xmx1g", "-Dorg.bytedeco.javacpp.maxphysicalbytes=0"));
        options.addAll(ChildJava.opens());
        options.addAll(List.of("-cp", System.getProperty("java.class.path")));
        List<String> command =
                List.of(EvaluationServer.class.getName(), Integer.toString(images), Integer.toString(threads));
        try (ChildJava child = ChildJava.start("evaluation", options, command, Map.of())) {
            String[] fields = child.reply(5);
            double taskSeconds = Double.parseDouble(fields[1]);
            double encoderSeconds = Double.parseDouble(fields[2]);
            double done = Double.parseDouble(fields[0]) * threads;
            return new Turn(
                    done / taskSeconds,
                    done / encoderSeconds,
                    Double.parseDouble(fields[3]) / taskSeconds,
                    Long.parseLong(fields[4]));
        }
    }
}
