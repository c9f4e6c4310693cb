package org.clipspark.job.sync;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.List;
import org.clipspark.model.compute.FloatVector;

/**
 * One slice of one replica's state on its way through a shuffle. It reads the floats only when it is written out:
 * Java's streams remember the last hundred objects, which would otherwise be a hundred slices.
 */
final class RoundPiece<R> implements Serializable {
    private static final long serialVersionUID = 1;

    private final int rank;
    private final double weight;
    private final List<R> rows;
    private final int count;
    private transient FloatVector state;

    /**
     * Elements {@code start} and following of an update's state.
     *
     * @param rows the update's row, or none, so that it travels once
     */
    RoundPiece(int rank, RoundTask.Update<R> update, List<R> rows, long start, int count) {
        this.rank = rank;
        this.weight = update.weight();
        this.rows = rows;
        this.count = count;
        this.state = update.state().slice(start, count);
    }

    int rank() {
        return rank;
    }

    double weight() {
        return weight;
    }

    List<R> rows() {
        return rows;
    }

    float[] values() {
        float[] values = new float[count];
        state.read(0, values, 0, count);
        return values;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.defaultWriteObject();
        byte[] bytes = new byte[Math.multiplyExact(count, Float.BYTES)];
        ByteBuffer.wrap(bytes).asFloatBuffer().put(values());
        out.write(bytes);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        in.defaultReadObject();
        byte[] bytes = new byte[Math.multiplyExact(count, Float.BYTES)];
        in.readFully(bytes);
        float[] values = new float[count];
        ByteBuffer.wrap(bytes).asFloatBuffer().get(values);
        state = FloatVector.of(values);
    }
}
