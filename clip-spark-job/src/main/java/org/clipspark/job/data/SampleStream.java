package org.clipspark.job.data;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * Samples one after another, read as they are needed: one block of row groups is in memory at a time. Not safe for use
 * by several threads.
 */
final class SampleStream implements Iterator<Sample> {
    private final Iterator<RowBlock> blocks;
    private final RowGroupReader reader;
    private final ArrayDeque<Sample> loaded = new ArrayDeque<>();
    private long position;
    private long skip;
    private long remaining;

    /** Gives the samples at positions {@code from} (inclusive) to {@code to} of the blocks. */
    SampleStream(List<RowBlock> blocks, RowGroupReader reader, long from, long to) {
        this.blocks = blocks.iterator();
        this.reader = reader;
        this.position = from;
        this.skip = from;
        this.remaining = Math.max(0, to - from);
    }

    @Override
    public boolean hasNext() {
        return remaining > 0;
    }

    /**
     * {@inheritDoc}
     *
     * @throws java.io.UncheckedIOException if a shard cannot be read or is not what the manifest says
     */
    @Override
    public Sample next() {
        if (remaining == 0) {
            throw new NoSuchElementException("All samples were given");
        }
        while (loaded.isEmpty()) {
            load(blocks.next());
        }
        remaining--;
        position++;
        return loaded.remove();
    }

    /** Leaves out the samples before a position of the order, which is not behind the stream's own. */
    void skipTo(long target) {
        long some = target - position;
        while (some > 0 && !loaded.isEmpty()) {
            loaded.remove();
            some--;
        }
        skip += some;
        remaining -= target - position;
        position = target;
    }

    private void load(RowBlock block) {
        int first = Math.toIntExact(Math.min(skip, block.rows()));
        skip -= first;
        if (first == block.rows()) {
            return;
        }
        List<Sample> stored = new ArrayList<>(block.rows());
        for (Draw draw : block.draws()) {
            stored.addAll(draw.of(reader.read(draw.group())));
        }
        int[] order = block.order();
        int last = Math.toIntExact(Math.min(order.length, first + remaining));
        for (int i = first; i < last; i++) {
            loaded.add(stored.get(order[i]));
        }
    }
}
