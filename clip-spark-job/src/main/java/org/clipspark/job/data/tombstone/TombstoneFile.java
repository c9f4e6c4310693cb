package org.clipspark.job.data.tombstone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.Consumer;

/** Reads a list of keys: one a line, in UTF-8, without white space around it; lines that begin with # are comments. */
final class TombstoneFile {
    /** No file of keys has such a line: it bounds the memory that another file can take. */
    private static final int MOST_LINE_BYTES = 1 << 16;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final InputStream in;
    private final Consumer<byte[]> keys;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long number = 1;

    private TombstoneFile(InputStream in, Consumer<byte[]> keys) {
        this.in = in;
        this.keys = keys;
    }

    /**
     * Gives every key.
     *
     * @throws IOException if the stream cannot be read or is no such list; the message says where
     */
    static void read(InputStream in, Consumer<byte[]> keys) throws IOException {
        new TombstoneFile(in, keys).read();
    }

    private void read() throws IOException {
        byte[] buffer = new byte[1 << 16];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            for (int i = 0; i < length; i++) {
                if (buffer[i] == '\n') {
                    end();
                } else if (buffer[i] == 0) {
                    throw new IOException(
                            "line " + number + " holds a zero byte, expected UTF-8 text with a key a line");
                } else if (line.size() == MOST_LINE_BYTES) {
                    throw new IOException(
                            "line " + number + " is longer than " + MOST_LINE_BYTES + " bytes, expected a key a line");
                } else {
                    line.write(buffer[i]);
                }
            }
        }
        end();
    }

    private void end() {
        byte[] bytes = line.toByteArray();
        int from = number == 1 && startsWithMark(bytes) ? BYTE_ORDER_MARK.length : 0;
        int to = bytes.length;
        while (from < to && isSpace(bytes[from])) {
            from++;
        }
        while (from < to && isSpace(bytes[to - 1])) {
            to--;
        }
        if (from < to && bytes[from] != '#') {
            keys.accept(Arrays.copyOfRange(bytes, from, to));
        }
        line.reset();
        number++;
    }

    private static boolean startsWithMark(byte[] bytes) {
        return bytes.length >= BYTE_ORDER_MARK.length
                && Arrays.equals(bytes, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
    }

    private static boolean isSpace(byte value) {
        return value == ' ' || value == '\t' || value == '\r';
    }
}
