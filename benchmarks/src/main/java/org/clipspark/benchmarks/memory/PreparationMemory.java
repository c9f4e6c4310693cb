package org.clipspark.benchmarks.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clipspark.benchmarks.process.ChildJava;
import org.clipspark.benchmarks.process.ScratchFolder;
import org.clipspark.benchmarks.result.BenchmarkResult;

/** Peak memory and speed of a run of data preparation on many rows beside one on few. */
public final class PreparationMemory {
    private static final String TASKS = "2";
    // Less than the images of the larger input take, and resident from the start: growth is then what the heap does not
    // bound.
    private static final List<String> HEAP = List.of("-Xms512m", "-Xmx512m", "-XX:+AlwaysPreTouch");

    private PreparationMemory() {}

    private record Run(double rowsPerSecond, long peakMib) {}

    /**
     * Measures each once: ours is the larger input, the peer the smaller one.
     *
     * @throws IllegalStateException if a run loses a row
     */
    public static BenchmarkResult measure(int fewRows, int manyRows) {
        Run few = run(fewRows);
        Run many = run(manyRows);
        return new BenchmarkResult(
                "prep",
                "memory",
                many.rowsPerSecond(),
                few.rowsPerSecond(),
                "rows/s",
                many.peakMib(),
                few.peakMib(),
                1,
                Map.of("growth_mib", (double) (many.peakMib() - few.peakMib())));
    }

    private static Run run(int rows) {
        try (ScratchFolder folder = ScratchFolder.create()) {
            PairFiles.write(folder.path().resolve("in"), rows);
            List<String> options = new ArrayList<>(HEAP);
            options.addAll(ChildJava.opens());
            options.addAll(List.of("-cp", System.getProperty("java.class.path")));
            List<String> command =
                    List.of(PreparationServer.class.getName(), folder.path().toString(), TASKS);
            try (ChildJava child = ChildJava.start(rows + " rows", options, command, Map.of())) {
                String[] fields = child.reply(3);
                if (Long.parseLong(fields[0]) != rows) {
                    throw new IllegalStateException(fields[0] + " rows came out of " + rows + ", expected all");
                }
                return new Run(rows / Double.parseDouble(fields[1]), Long.parseLong(fields[2]));
            }
        }
    }
}
