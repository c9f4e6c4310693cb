package org.clipspark.model.encoder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.clipspark.model.compute.SequenceGroups;
import org.clipspark.model.compute.SequenceGroups.Group;

/**
 * The real tokens of a batch of causal texts, without the padding: nothing behind the end token can change what is read
 * at it. Texts of about the same length lie together.
 *
 * <p>Lengths, group sizes and the number of rows are rounded to few values: a backend prepares its kernels once per
 * shape, and shapes that hardly ever repeat would cost more than the padding did.
 */
final class TextPacking {
    /** Lengths are multiples of it, or the whole context. */
    private static final int LENGTH_STEP = 4;
    /** The number of rows is a multiple of this share of the padded rows, or the next smaller power of two. */
    private static final int ROW_SHARE = 16;

    private final SequenceGroups sequences;
    private final int[] ids;
    private final int[] endRows;

    private TextPacking(SequenceGroups sequences, int[] ids, int[] endRows) {
        this.sequences = sequences;
        this.ids = ids;
        this.endRows = endRows;
    }

    /** Most rows that a batch can need. */
    static long rows(int batch, int context) {
        return roundUp((long) batch * context, LENGTH_STEP);
    }

    /**
     * Packs a batch.
     *
     * @param ids {@code [B, context]}
     * @param ends place of the end token of each text, {@code [B]}
     */
    static TextPacking of(int[] ids, int[] ends, int context) {
        Integer[] order = IntStream.range(0, ends.length).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingInt((Integer text) -> -length(ends[text], context)));
        List<Group> groups = new ArrayList<>();
        int[] endRows = new int[ends.length];
        int[] packed = new int[Math.toIntExact(rows(ends.length, context))];
        int row = 0;
        int first = 0;
        while (first < order.length) {
            int tokens = length(ends[order[first]], context);
            int last = first;
            while (last < order.length && length(ends[order[last]], context) == tokens) {
                System.arraycopy(ids, order[last] * context, packed, row, tokens);
                endRows[order[last]] = row + ends[order[last]];
                row += tokens;
                last++;
            }
            addGroups(groups, last - first, tokens);
            first = last;
        }
        // Filler rows are texts of one token whose result nobody reads, so that their gradient is zero.
        int rows = roundedRows(row, ends.length, context);
        addGroups(groups, rows - row, 1);
        long squares = rows(ends.length, context) * context;
        return new TextPacking(new SequenceGroups(groups, squares), Arrays.copyOf(packed, rows), endRows);
    }

    /**
     * A batch whose every token counts, padding included: without a causal mask each one sees all others.
     *
     * @param ids {@code [B, context]}
     * @param places of the pooled token of each text, {@code [B]}
     */
    static TextPacking whole(int[] ids, int[] places, int context) {
        int[] rows = new int[places.length];
        Arrays.setAll(rows, text -> text * context + places[text]);
        return new TextPacking(
                SequenceGroups.equal(places.length, context), Arrays.copyOf(ids, places.length * context), rows);
    }

    /** Powers of two, the largest first. */
    private static void addGroups(List<Group> groups, int count, int tokens) {
        int left = count;
        while (left > 0) {
            int size = Integer.highestOneBit(left);
            groups.add(new Group(size, tokens));
            left -= size;
        }
    }

    private static int roundedRows(int rows, int batch, int context) {
        long most = rows(batch, context);
        int step = Math.max(LENGTH_STEP, (int) Long.highestOneBit(most / ROW_SHARE));
        return Math.toIntExact(Math.min(most, roundUp(rows, step)));
    }

    private static int length(int end, int context) {
        return (int) Math.min(context, roundUp(end + 1L, LENGTH_STEP));
    }

    private static long roundUp(long value, int step) {
        return (value + step - 1) / step * step;
    }

    SequenceGroups sequences() {
        return sequences;
    }

    /** Token ids by row. */
    int[] ids() {
        return ids;
    }

    /** Row of each text's end token, {@code [B]}. */
    int[] endRows() {
        return endRows;
    }
}
