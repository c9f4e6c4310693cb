package org.clipspark.image;

import java.nio.ByteOrder;

/**
 * Unsigned numbers at offsets of a hostile array: a read that is not wholly inside answers -1, so that a forged offset
 * ends in a failed check and not in an exception.
 */
final class Bytes {
    private final byte[] array;
    private final ByteOrder order;

    private Bytes(byte[] array, ByteOrder order) {
        this.array = array;
        this.order = order;
    }

    static Bytes bigEndian(byte[] array) {
        return new Bytes(array, ByteOrder.BIG_ENDIAN);
    }

    static Bytes littleEndian(byte[] array) {
        return new Bytes(array, ByteOrder.LITTLE_ENDIAN);
    }

    int length() {
        return array.length;
    }

    int u8(long at) {
        return at < 0 || at >= array.length ? -1 : array[(int) at] & 0xff;
    }

    int u16(long at) {
        return (int) number(at, 2);
    }

    int u24(long at) {
        return (int) number(at, 3);
    }

    long u32(long at) {
        return number(at, 4);
    }

    /** Whether the ASCII text stands at the offset. */
    boolean has(long at, String text) {
        if (at < 0 || at + text.length() > array.length) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if ((array[(int) at + i] & 0xff) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private long number(long at, int size) {
        if (at < 0 || at + size > array.length) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < size; i++) {
            int from = order == ByteOrder.BIG_ENDIAN ? i : size - 1 - i;
            value = (value << 8) | (array[(int) at + from] & 0xff);
        }
        return value;
    }
}
