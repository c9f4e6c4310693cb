package org.clipspark.job.data;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;

/** The samples of one replica's batches, one batch after another; one block of each stream that it reads is in memory. */
final class BatchSamples implements Iterator<Sample> {
    private final BatchOrder order;
    private final int stride;
    private final StreamOpener opener;
    private final Map<Integer, SampleStream> streams = new HashMap<>();
    private long number;
    private int used;

    /** Opens the samples of an epoch's order from a position on. */
    interface StreamOpener {
        SampleStream open(long from);
    }

    /** The batches with the numbers {@code first}, {@code first + stride} and so on. */
    BatchSamples(BatchOrder order, long first, int stride, StreamOpener opener) {
        this.order = order;
        this.number = first;
        this.stride = stride;
        this.opener = opener;
    }

    @Override
    public boolean hasNext() {
        return number < order.batches();
    }

    @Override
    public Sample next() {
        if (!hasNext()) {
            throw new NoSuchElementException("All samples were given");
        }
        SampleStream samples =
                streams.computeIfAbsent(order.stream(number), stream -> opener.open(order.first(number)));
        samples.skipTo(order.first(number) + used);
        Sample sample = samples.next();
        used++;
        if (used == order.size(number)) {
            used = 0;
            number += stride;
        }
        return sample;
    }
}
