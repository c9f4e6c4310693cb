package org.clipspark.job.sync;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.rdd.RDD;
import org.apache.spark.scheduler.AccumulableInfo;
import org.apache.spark.scheduler.SparkListenerExecutorMetricsUpdate;
import scala.Tuple2;
import scala.Tuple4;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction1;

/**
 * Barrier stages and heartbeats for Java, and the only class that names Scala's collections: {@code JavaRDD} has no
 * barrier().
 */
public final class SparkBridge {
    private SparkBridge() {}

    /** Like {@code mapPartitions}, with all partitions started together or not at all. */
    public static <T, R> JavaRDD<R> barrierMapPartitions(JavaRDD<T> rdd, FlatMapFunction<Iterator<T>, R> function) {
        ClassTag<R> tag = anyTag();
        RDD<R> rows = rdd.rdd().barrier().mapPartitions(new PartitionFunction<>(function), false, tag);
        return JavaRDD.fromRDD(rows, tag);
    }

    /**
     * Runs one barrier stage of one task per replica and returns the rows by rank. A shuffle of one row per replica
     * follows the stage: Spark retries a barrier stage that feeds a shuffle, but aborts one that ends the job.
     *
     * @param resources of each task
     * @param replicas tasks, at least 1 and at most the slots of the cluster
     * @param function from the rank, which is the partition, to a serializable row
     */
    public static <R> List<R> runBarrier(StageResources resources, int replicas, Function<Integer, R> function) {
        if (replicas < 1) {
            throw new IllegalArgumentException("Number of replicas must be positive, got " + replicas);
        }
        List<Integer> ranks = IntStream.range(0, replicas).boxed().toList();
        return barrierMapPartitions(
                        resources.applyTo(resources.spark().parallelize(ranks, replicas)),
                        rows -> List.of(row(rows.next(), function)).iterator())
                .mapToPair(row -> row)
                .partitionBy(new HashPartitioner(1))
                .collect()
                .stream()
                .sorted(Comparator.comparing(Tuple2::_1))
                .map(Tuple2::_2)
                .toList();
    }

    /**
     * What running tasks have added to an accumulator so far, by task, as a heartbeat of an executor tells it.
     *
     * <p>The event's collection has another type in Scala 2.12 and 2.13; as an untyped element of the event it is one
     * that both know.
     */
    public static Map<Long, Long> runningValues(SparkListenerExecutorMetricsUpdate heartbeat, long accumulator) {
        Map<Long, Long> values = new HashMap<>();
        for (Object update : list(heartbeat.productElement(1))) {
            Tuple4<?, ?, ?, ?> task = (Tuple4<?, ?, ?, ?>) update;
            for (Object info : list(task._4())) {
                AccumulableInfo added = (AccumulableInfo) info;
                if (added.id() == accumulator && added.update().isDefined()) {
                    values.put((Long) task._1(), (Long) added.update().get());
                }
            }
        }
        return values;
    }

    private static List<Object> list(Object collection) {
        List<Object> list = new ArrayList<>();
        JavaConverters.asJavaIterator(((scala.collection.Iterable<?>) collection).iterator())
                .forEachRemaining(list::add);
        return list;
    }

    private static <R> Tuple2<Integer, R> row(int rank, Function<Integer, R> function) throws Exception {
        return new Tuple2<>(rank, function.call(rank));
    }

    private static <T> ClassTag<T> anyTag() {
        return ClassTag$.MODULE$.apply(Object.class);
    }

    private static final class PartitionFunction<T, R>
            extends AbstractFunction1<scala.collection.Iterator<T>, scala.collection.Iterator<R>>
            implements Serializable {
        private static final long serialVersionUID = 1;

        private final FlatMapFunction<Iterator<T>, R> function;

        PartitionFunction(FlatMapFunction<Iterator<T>, R> function) {
            this.function = function;
        }

        @Override
        public scala.collection.Iterator<R> apply(scala.collection.Iterator<T> rows) {
            try {
                return JavaConverters.asScalaIterator(function.call(JavaConverters.asJavaIterator(rows)));
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                // Scala's apply declares no checked exceptions.
                throw new IllegalStateException("A task failed: " + e.getMessage(), e);
            }
        }
    }
}
