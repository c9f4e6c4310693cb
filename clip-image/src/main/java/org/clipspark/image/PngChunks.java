package org.clipspark.image;

import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Walks the chunks of a PNG: its end must be there, and its texts must not be bombs of their own. */
final class PngChunks {
    // Twice what Pillow allows to one text; nothing here reads them, but libpng inflates them all the same.
    private static final int MAX_INFLATED = 2 << 20;
    // Counted for each text, so that a file of nothing but tiny ones ends as well.
    private static final int COST_OF_A_TEXT = 1024;

    private final byte[] encoded;
    private final Bytes bytes;
    private long inflated;

    private PngChunks(byte[] encoded) {
        this.encoded = encoded;
        bytes = Bytes.bigEndian(encoded);
    }

    /** What is wrong, in words; empty if nothing is. */
    static Optional<String> defect(byte[] encoded) {
        return new PngChunks(encoded).walk();
    }

    private Optional<String> walk() {
        long at = 8;
        while (bytes.u32(at) >= 0 && !bytes.has(at + 4, "IEND")) {
            long end = at + 8 + bytes.u32(at);
            long packed = packedStart(at + 4, Math.min(end, encoded.length));
            if (packed > 0) {
                inflated += COST_OF_A_TEXT + inflatedSize((int) packed, (int) Math.min(end, encoded.length));
            }
            if (inflated > MAX_INFLATED) {
                return Optional.of("PNG has texts or profiles of more than " + MAX_INFLATED + " bytes");
            }
            at = end + 4;
        }
        return bytes.has(at + 4, "IEND") ? Optional.empty() : Optional.of("PNG has no IEND chunk");
    }

    /** Offset of the compressed data in a chunk whose name stands at the offset; -1 if it has none. */
    private long packedStart(long name, long end) {
        boolean isPacked = bytes.has(name, "zTXt") || bytes.has(name, "iCCP");
        boolean isText = bytes.has(name, "iTXt");
        if (!isPacked && !isText) {
            return -1;
        }
        long afterKeyword = afterZero(name + 4, end);
        if (isPacked) {
            return afterKeyword + 1 < end ? afterKeyword + 1 : -1;
        }
        // A flag and a method, then language and translated keyword, each with a zero at its end.
        long text = afterZero(afterZero(afterKeyword + 2, end), end);
        return bytes.u8(afterKeyword) == 1 && text < end ? text : -1;
    }

    private long afterZero(long start, long end) {
        long at = start;
        while (at < end && bytes.u8(at) != 0) {
            at++;
        }
        return at + 1;
    }

    /** Bytes after inflating, counted until just beyond the limit. */
    private int inflatedSize(int start, int end) {
        Inflater inflater = new Inflater();
        byte[] sink = new byte[1 << 14];
        int size = 0;
        try {
            inflater.setInput(encoded, start, end - start);
            int step;
            do {
                step = inflater.inflate(sink);
                size += step;
            } while (step > 0 && size <= MAX_INFLATED);
        } catch (DataFormatException e) {
            // Damaged text does not damage the pixels; libpng ignores it as well.
            return size;
        } finally {
            inflater.end();
        }
        return size;
    }
}
