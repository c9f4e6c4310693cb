package org.clipspark.job.sync;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.clipspark.model.compute.FloatVector;

/**
 * A copy of a vector that the tasks of a job read from. Each slice is a broadcast of its own, so whoever reads holds the
 * slice that it is at; the rest lies in Spark's storage memory, from where it moves to disk if space is short.
 */
final class BroadcastVector implements FloatVector, Serializable {
    private static final long serialVersionUID = 1;
    /**
     * A little less than 4 MiB, the pieces in which Spark hands broadcasts round. The array with its header, and the piece
     * with what its compression adds, have to stay below: a collector that works in regions of 2 MiB would give each a
     * third one for a few bytes, and the heap would be full long before Spark's account of its storage is.
     */
    private static final int SLICE_FLOATS = (1 << 20) - (1 << 10);

    private final long size;
    private final ArrayList<Broadcast<float[]>> slices = new ArrayList<>();

    private BroadcastVector(long size) {
        this.size = size;
    }

    /** On the driver: what the vector holds now. */
    static BroadcastVector copyOf(JavaSparkContext context, FloatVector vector) {
        BroadcastVector copy = new BroadcastVector(vector.size());
        for (long at = 0; at < vector.size(); at += SLICE_FLOATS) {
            float[] slice = new float[(int) Math.min(SLICE_FLOATS, vector.size() - at)];
            vector.read(at, slice, 0, slice.length);
            copy.slices.add(context.broadcast(slice));
        }
        return copy;
    }

    /** On the driver: frees it everywhere. */
    void destroy() {
        List.copyOf(slices).forEach(Broadcast::destroy);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long offset, float[] to, int toIndex, int count) {
        Objects.checkFromIndexSize(offset, count, size);
        for (int done = 0; done < count; ) {
            float[] slice = slices.get((int) ((offset + done) / SLICE_FLOATS)).value();
            int at = (int) ((offset + done) % SLICE_FLOATS);
            int some = Math.min(count - done, slice.length - at);
            System.arraycopy(slice, at, to, toIndex + done, some);
            done += some;
        }
    }

    @Override
    public void write(long offset, float[] from, int fromIndex, int count) {
        throw new UnsupportedOperationException("The state at the start of a round is shared: it cannot be written");
    }
}
