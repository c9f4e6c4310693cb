package org.clipspark.model.compute;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** Several vectors as one. */
final class ConcatenatedVector implements FloatVector {
    private final List<FloatVector> parts;
    /** Start of each part, and the size of all behind the last. */
    private final long[] starts;

    ConcatenatedVector(List<FloatVector> parts) {
        this.parts = List.copyOf(parts);
        this.starts = new long[parts.size() + 1];
        for (int i = 0; i < parts.size(); i++) {
            starts[i + 1] = starts[i] + parts.get(i).size();
        }
    }

    @Override
    public long size() {
        return starts[parts.size()];
    }

    /** Work on {@code count} elements of one part. */
    private interface PartAccess {
        void run(FloatVector part, long offset, int index, int count);
    }

    private void each(long offset, int count, PartAccess access) {
        Objects.checkFromIndexSize(offset, count, size());
        int done = 0;
        while (done < count) {
            int part = partAt(offset + done);
            long within = offset + done - starts[part];
            int some = (int) Math.min(count - done, parts.get(part).size() - within);
            access.run(parts.get(part), within, done, some);
            done += some;
        }
    }

    private int partAt(long offset) {
        int found = Arrays.binarySearch(starts, offset);
        int part = found >= 0 ? found : -found - 2;
        // Empty parts share their start with the next one.
        while (parts.get(part).size() == 0) {
            part++;
        }
        return part;
    }

    @Override
    public void read(long offset, float[] to, int toIndex, int count) {
        each(offset, count, (part, at, index, some) -> part.read(at, to, toIndex + index, some));
    }

    @Override
    public void write(long offset, float[] from, int fromIndex, int count) {
        each(offset, count, (part, at, index, some) -> part.write(at, from, fromIndex + index, some));
    }
}
