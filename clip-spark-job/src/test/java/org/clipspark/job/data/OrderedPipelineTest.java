package org.clipspark.job.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class OrderedPipelineTest {
    @Test
    void givesResultsInTheOrderOfTheItemsHoweverLongEachTakes() {
        CountDownLatch lastIsDone = new CountDownLatch(1);
        // The first item waits for the last one, which only another thread can have worked on.
        OrderedPipeline<Integer, Integer> pipeline = new OrderedPipeline<>(
                items(3),
                item -> {
                    if (item == 2) {
                        lastIsDone.countDown();
                    } else if (item == 0) {
                        await(lastIsDone);
                    }
                    return item * 10;
                },
                2,
                3);

        try (pipeline) {
            assertThat(all(pipeline)).containsExactly(0, 10, 20);
            assertThat(pipeline.next()).isEmpty();
        }
    }

    @Test
    void failsWhereReadingFailed() {
        Iterator<Integer> broken = Stream.iterate(0, item -> item + 1)
                .peek(item -> {
                    if (item == 2) {
                        throw new UncheckedIOException("Cannot read shard x", new IOException());
                    }
                })
                .iterator();

        try (OrderedPipeline<Integer, Integer> pipeline = new OrderedPipeline<>(broken, item -> item, 2, 2)) {
            assertThat(pipeline.next()).contains(0);
            assertThat(pipeline.next()).contains(1);
            assertThatThrownBy(pipeline::next)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage("Cannot read shard x");
            assertThat(pipeline.next()).isEmpty();
        }
    }

    @Test
    void failsWhereWorkFailed() {
        OrderedPipeline<Integer, Integer> pipeline = new OrderedPipeline<>(items(5), item -> 10 / (item - 1), 2, 2);

        try (pipeline) {
            assertThat(pipeline.next()).contains(-10);
            assertThatThrownBy(pipeline::next).isInstanceOf(ArithmeticException.class);
        }
    }

    @Test
    void stopsItsThreadsWhenClosedInTheMiddle() {
        CountDownLatch never = new CountDownLatch(1);
        List<Thread> seen = new ArrayList<>();
        OrderedPipeline<Integer, Integer> pipeline = new OrderedPipeline<>(
                Stream.iterate(0, item -> item + 1).iterator(),
                item -> {
                    if (item == 1) {
                        await(never);
                    }
                    seen.add(Thread.currentThread());
                    return item;
                },
                1,
                4);
        assertThat(pipeline.next()).contains(0);

        pipeline.close();

        // A pool counts as terminated a moment before its last thread has died.
        assertThat(seen).isNotEmpty().allSatisfy(thread -> {
            thread.join(TimeUnit.SECONDS.toMillis(20));
            assertThat(thread.isAlive()).isFalse();
        });
        assertThat(pipeline.next()).isEmpty();
    }

    private static Iterator<Integer> items(int count) {
        return IntStream.range(0, count).iterator();
    }

    private static List<Integer> all(OrderedPipeline<Integer, Integer> pipeline) {
        List<Integer> all = new ArrayList<>();
        for (Optional<Integer> next = pipeline.next(); next.isPresent(); next = pipeline.next()) {
            all.add(next.get());
        }
        return all;
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }
}
