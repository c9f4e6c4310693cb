package org.clipspark.job.sync;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.clipspark.job.sync.reduce.WeightedSum;
import org.clipspark.model.compute.FloatVector;
import scala.Tuple2;

/**
 * Averaging by rounds of ordinary Spark tasks, for clusters that have no room for a barrier stage, such as those with
 * dynamic allocation. A round broadcasts the state, trains every replica from it, and folds the results slice by slice in
 * rank order behind a shuffle, so the driver holds one new state and never one per replica. The mean has the same bits as
 * {@link ReplicaGroup#averageInPlace} gives for the same states and weights.
 */
public final class RoundAverage {
    private static final int SLICE_FLOATS = 1 << 18;

    private RoundAverage() {}

    /**
     * The outcome of a round.
     *
     * @param totalWeight 0 means that nobody had a sample and that the state is as it was
     * @param rows by rank
     */
    public record Result<R>(double totalWeight, List<R> rows) {}

    /**
     * Runs one round and replaces the state by the weighted mean of the replicas' states. The state is untouched if the
     * round fails.
     *
     * @param replicas tasks, at least 1; they need not run at the same time
     * @param state on the driver; training state of any layout, as long as every replica returns the same length
     */
    public static <R> Result<R> runInPlace(
            JavaSparkContext context, int replicas, FloatVector state, RoundTask<R> task) {
        if (replicas < 1) {
            throw new IllegalArgumentException("Number of replicas must be positive, got " + replicas);
        }
        SlicedVector next = new SlicedVector(state.size(), SLICE_FLOATS);
        Broadcast<SlicedVector> start = context.broadcast(SlicedVector.copyOf(state, SLICE_FLOATS));
        try {
            Iterator<Mean<R>> means = means(context, replicas, start, task);
            Result<R> result = new Result<>(0, List.of());
            while (means.hasNext()) {
                Mean<R> mean = means.next();
                next.write(mean.slice * SLICE_FLOATS, mean.values, 0, mean.values.length);
                if (mean.slice == 0) {
                    result = new Result<>(mean.weight, mean.rows);
                }
            }
            if (result.totalWeight() > 0) {
                next.copyTo(state);
            }
            return result;
        } finally {
            start.destroy();
        }
    }

    private static <R> Iterator<Mean<R>> means(
            JavaSparkContext context, int replicas, Broadcast<SlicedVector> start, RoundTask<R> task) {
        List<Integer> ranks = IntStream.range(0, replicas).boxed().toList();
        return context.parallelize(ranks, replicas)
                .flatMapToPair(rank -> pieces(rank, start.value().size(), task.run(rank, start.value())))
                .groupByKey(replicas)
                .map(RoundAverage::mean)
                .toLocalIterator();
    }

    private static <R> Iterator<Tuple2<Long, Piece<R>>> pieces(int rank, long size, RoundTask.Update<R> update) {
        if (update.state().size() != size) {
            throw new IllegalArgumentException("Replica " + rank + " must return a state of " + size + " floats, got "
                    + update.state().size());
        }
        long slices = Math.max(1, (size + SLICE_FLOATS - 1) / SLICE_FLOATS);
        return LongStream.range(0, slices)
                .mapToObj(slice -> new Tuple2<>(slice, piece(rank, slice, update)))
                .iterator();
    }

    private static <R> Piece<R> piece(int rank, long slice, RoundTask.Update<R> update) {
        long at = slice * SLICE_FLOATS;
        float[] values = new float[(int) Math.min(SLICE_FLOATS, update.state().size() - at)];
        update.state().read(at, values, 0, values.length);
        return new Piece<>(rank, update.weight(), values, slice == 0 ? List.of(update.row()) : List.of());
    }

    private static <R> Mean<R> mean(Tuple2<Long, Iterable<Piece<R>>> slice) {
        List<Piece<R>> pieces = StreamSupport.stream(slice._2().spliterator(), false)
                .sorted(Comparator.comparingInt(piece -> piece.rank))
                .toList();
        float[] values = pieces.get(0).values.clone();
        WeightedSum sum = new WeightedSum(values.length);
        double total = 0;
        List<R> rows = new ArrayList<>();
        for (Piece<R> piece : pieces) {
            sum.add(piece.values, values.length, piece.weight);
            total += piece.weight;
            rows.addAll(piece.rows);
        }
        if (total > 0) {
            sum.quotient(total, values, values.length);
        }
        return new Mean<>(slice._1(), total, values, rows);
    }

    /** One slice of one replica's state; the first slice also carries the row. */
    private static final class Piece<R> implements Serializable {
        private static final long serialVersionUID = 1;

        private final int rank;
        private final double weight;
        private final float[] values;
        private final List<R> rows;

        Piece(int rank, double weight, float[] values, List<R> rows) {
            this.rank = rank;
            this.weight = weight;
            this.values = values;
            this.rows = rows;
        }
    }

    /** One slice of the new state; the first slice also carries the rows. */
    private static final class Mean<R> implements Serializable {
        private static final long serialVersionUID = 1;

        private final long slice;
        private final double weight;
        private final float[] values;
        private final List<R> rows;

        Mean(long slice, double weight, float[] values, List<R> rows) {
            this.slice = slice;
            this.weight = weight;
            this.values = values;
            this.rows = rows;
        }
    }
}
