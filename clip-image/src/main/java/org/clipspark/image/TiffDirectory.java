package org.clipspark.image;

import java.nio.ByteOrder;
import java.util.Optional;

/** The first directory of a TIFF structure: the header of a TIFF file, and the form in which Exif stores its tags. */
final class TiffDirectory {
    private static final int MAX_ENTRIES = 4096;
    private static final int TYPE_BYTE = 1;
    private static final int TYPE_SHORT = 3;
    private static final int TYPE_LONG = 4;

    private final Bytes bytes;
    private final long start;
    private final long entries;
    private final int count;

    private TiffDirectory(Bytes bytes, long start, long entries, int count) {
        this.bytes = bytes;
        this.start = start;
        this.entries = entries;
        this.count = count;
    }

    /** Byte order that a TIFF header at the offset declares; empty if there is no such header. */
    static Optional<ByteOrder> orderOf(byte[] encoded, long start) {
        Bytes bytes = Bytes.littleEndian(encoded);
        if (bytes.has(start, "II*\0")) {
            return Optional.of(ByteOrder.LITTLE_ENDIAN);
        }
        return bytes.has(start, "MM\0*") ? Optional.of(ByteOrder.BIG_ENDIAN) : Optional.empty();
    }

    /**
     * Finds the directory.
     *
     * @param start offset of the TIFF header in the array; offsets inside the structure count from there
     */
    static Optional<TiffDirectory> read(byte[] encoded, long start) {
        Optional<ByteOrder> order = orderOf(encoded, start);
        if (order.isEmpty()) {
            return Optional.empty();
        }
        Bytes bytes = order.get() == ByteOrder.BIG_ENDIAN ? Bytes.bigEndian(encoded) : Bytes.littleEndian(encoded);
        long directory = start + bytes.u32(start + 4);
        int count = bytes.u16(directory);
        if (count < 1 || count > MAX_ENTRIES) {
            return Optional.empty();
        }
        return Optional.of(new TiffDirectory(bytes, start, directory + 2, count));
    }

    /** First value of a tag as an unsigned integer, or the given one where the tag is absent or no integer. */
    long value(int tag, long otherwise) {
        for (int i = 0; i < count; i++) {
            long at = entries + 12L * i;
            if (bytes.u16(at) == tag) {
                long value = firstValue(at);
                return value < 0 ? otherwise : value;
            }
        }
        return otherwise;
    }

    private long firstValue(long entry) {
        int type = bytes.u16(entry + 2);
        long values = bytes.u32(entry + 4);
        int size = type == TYPE_SHORT ? 2 : type == TYPE_LONG ? 4 : type == TYPE_BYTE ? 1 : 0;
        if (size == 0 || values < 1) {
            return -1;
        }
        // Up to four bytes of values stand in the entry itself, more of them elsewhere.
        long at = values * size <= 4 ? entry + 8 : start + bytes.u32(entry + 8);
        return size == 2 ? bytes.u16(at) : size == 4 ? bytes.u32(at) : bytes.u8(at);
    }
}
