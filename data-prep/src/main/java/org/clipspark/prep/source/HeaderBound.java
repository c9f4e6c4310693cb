package org.clipspark.prep.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Ends a stream in an error where an archive's headers go on and on: the tar reader keeps names and extended headers in
 * memory however long they say they are, and a small compressed file can say a lot.
 */
final class HeaderBound extends FilterInputStream {
    private long left = Long.MAX_VALUE;

    HeaderBound(InputStream in) {
        super(in);
    }

    /** What may be read from here on. */
    void allow(long bytes) {
        left = bytes;
    }

    @Override
    public int read() throws IOException {
        spend(1);
        return super.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        spend(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        spend(skipped);
        return skipped;
    }

    private void spend(long bytes) throws IOException {
        left -= bytes;
        if (left < 0) {
            throw new IOException("headers longer than any real ones");
        }
    }
}
