package org.clipspark.image;

/**
 * Where the first frame of a GIF stands and whether its data is all there.
 *
 * @param left column of the canvas at which it starts
 * @param top row of the canvas at which it starts
 * @param width pixels, 0 where there is no frame
 * @param height pixels, 0 where there is no frame
 * @param isComplete whether the data of the frame has its end
 */
record GifFrame(int left, int top, int width, int height, boolean isComplete) {
    private static final GifFrame NONE = new GifFrame(0, 0, 0, 0, false);
    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2c;

    static GifFrame first(byte[] encoded) {
        Bytes bytes = Bytes.littleEndian(encoded);
        int at = 13 + colourTable(bytes.u8(10));
        while (bytes.u8(at) == EXTENSION) {
            at = afterBlocks(bytes, at + 2);
        }
        if (bytes.u8(at) != IMAGE || bytes.u8(at + 10L) < 0) {
            return NONE;
        }
        int data = at + 10 + colourTable(bytes.u8(at + 9L)) + 1;
        boolean isComplete = afterBlocks(bytes, data) <= bytes.length();
        return new GifFrame(bytes.u16(at + 1), bytes.u16(at + 3), bytes.u16(at + 5), bytes.u16(at + 7), isComplete);
    }

    /** Width of the canvas: the declared one, or more where the frame does not fit on it. */
    int canvasWidth(int declared) {
        return Math.max(declared, left + width);
    }

    /** Height of the canvas: the declared one, or more where the frame does not fit on it. */
    int canvasHeight(int declared) {
        return Math.max(declared, top + height);
    }

    private static int colourTable(int flags) {
        return flags >= 0 && (flags & 0x80) != 0 ? 3 << ((flags & 7) + 1) : 0;
    }

    /** Offset after a chain of blocks, or beyond the end where the chain is cut. */
    private static int afterBlocks(Bytes bytes, int start) {
        int at = start;
        int size = bytes.u8(at);
        while (size > 0) {
            at += size + 1;
            size = bytes.u8(at);
        }
        return size < 0 ? bytes.length() + 1 : at + 1;
    }
}
