package org.clipspark.job.sync;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.clipspark.job.sync.reduce.WeightedSum;
import org.clipspark.job.sync.reduce.Weights;
import org.clipspark.model.compute.FloatVector;
import scala.Tuple2;

/**
 * Averaging by rounds of ordinary Spark tasks, for clusters that have no room for a barrier stage, such as those with
 * dynamic allocation. A round broadcasts the state slice by slice, trains every replica from it, and folds the results
 * in rank order behind a shuffle. The mean has the same bits as {@link ReplicaGroup#averageInPlace} gives for the same
 * states and weights.
 *
 * <p>Beside its own state, a task that trains holds a few slices, one that folds at most {@link #PARTITION_SLICES} of each
 * replica (more where the state is longer than {@link #MAX_PARTITIONS} times that, 420 million floats), and the driver as
 * many; it collects the new state in a temporary file.
 */
public final class RoundAverage {
    private static final int SLICE_FLOATS = 1 << 16;
    private static final int PARTITION_SLICES = 32;
    /** Up to here, Spark's shuffle writes records as they come instead of sorting them in memory first. */
    private static final int MAX_PARTITIONS = 200;

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
     * @param resources of each task that trains
     * @param replicas tasks, at least 1; they need not run at the same time
     * @param state on the driver; training state of any layout, as long as every replica returns the same length
     */
    public static <R> Result<R> runInPlace(
            StageResources resources, int replicas, FloatVector state, RoundTask<R> task) {
        if (replicas < 1) {
            throw new IllegalArgumentException("Number of replicas must be positive, got " + replicas);
        }
        BroadcastVector start = BroadcastVector.copyOf(resources.spark(), state);
        try (SpooledVector next = SpooledVector.create(state.size())) {
            Result<R> result = collect(means(resources, replicas, start, task), next);
            if (result.totalWeight() > 0) {
                next.copyInto(state);
            }
            return result;
        } finally {
            start.destroy();
        }
    }

    private static <R> Result<R> collect(Iterator<Mean<R>> means, FloatVector next) {
        Result<R> result = new Result<>(0, List.of());
        while (means.hasNext()) {
            Mean<R> mean = means.next();
            next.write(mean.slice * SLICE_FLOATS, mean.values, 0, mean.values.length);
            if (mean.slice == 0) {
                result = new Result<>(mean.weight, mean.rows);
            }
        }
        return result;
    }

    private static <R> Iterator<Mean<R>> means(
            StageResources resources, int replicas, BroadcastVector start, RoundTask<R> task) {
        List<Integer> ranks = IntStream.range(0, replicas).boxed().toList();
        long partitions = (slices(start.size()) + PARTITION_SLICES - 1) / PARTITION_SLICES;
        return resources
                .applyTo(resources.spark().parallelize(ranks, replicas))
                .flatMapToPair(rank -> pieces(rank, start.size(), task.run(rank, start)))
                .groupByKey((int) Math.min(MAX_PARTITIONS, partitions))
                .map(RoundAverage::mean)
                // One partition after the other, each a job of its own: the driver never has two.
                .toLocalIterator();
    }

    private static long slices(long size) {
        return Math.max(1, (size + SLICE_FLOATS - 1) / SLICE_FLOATS);
    }

    private static <R> Iterator<Tuple2<Long, RoundPiece<R>>> pieces(int rank, long size, RoundTask.Update<R> update) {
        // The state is read while Spark writes the shuffle: its owner gets it back when the task is over.
        TaskContext.get().addTaskCompletionListener((TaskCompletionListener)
                ended -> update.released().run());
        if (update.state().size() != size) {
            throw new IllegalArgumentException("Replica " + rank + " must return a state of " + size + " floats, got "
                    + update.state().size());
        }
        return LongStream.range(0, slices(size))
                .mapToObj(slice -> new Tuple2<>(slice, piece(rank, slice, update)))
                .iterator();
    }

    private static <R> RoundPiece<R> piece(int rank, long slice, RoundTask.Update<R> update) {
        long at = slice * SLICE_FLOATS;
        int count = (int) Math.min(SLICE_FLOATS, update.state().size() - at);
        return new RoundPiece<>(rank, update, slice == 0 ? List.of(update.row()) : List.of(), at, count);
    }

    private static <R> Mean<R> mean(Tuple2<Long, Iterable<RoundPiece<R>>> slice) {
        List<RoundPiece<R>> pieces = StreamSupport.stream(slice._2().spliterator(), false)
                .sorted(Comparator.comparingInt(RoundPiece::rank))
                .toList();
        Weights weights =
                Weights.mean(pieces.stream().mapToDouble(RoundPiece::weight).toArray());
        float[] values = pieces.get(0).values();
        WeightedSum sum = new WeightedSum(values.length);
        List<R> rows = new ArrayList<>();
        for (int replica = 0; replica < pieces.size(); replica++) {
            sum.add(pieces.get(replica).values(), values.length, weights.factor(replica));
            rows.addAll(pieces.get(replica).rows());
        }
        sum.result(values, values.length);
        return new Mean<>(slice._1(), weights.total(), values, rows);
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
