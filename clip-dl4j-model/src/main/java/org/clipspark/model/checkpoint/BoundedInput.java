package org.clipspark.model.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The next bytes of another stream, which stays open. */
final class BoundedInput extends InputStream {
    private final InputStream in;
    private long left;

    /** At most {@code limit} bytes of {@code in}. */
    BoundedInput(InputStream in, long limit) {
        this.in = in;
        this.left = limit;
    }

    @Override
    public int read() throws IOException {
        int value = left == 0 ? -1 : in.read();
        left -= value < 0 ? 0 : 1;
        return value;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, to.length);
        if (length == 0) {
            return 0;
        }
        int count = left == 0 ? -1 : in.read(to, offset, (int) Math.min(length, left));
        left -= Math.max(count, 0);
        return count;
    }
}
