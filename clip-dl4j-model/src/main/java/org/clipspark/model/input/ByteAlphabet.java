package org.clipspark.model.input;

/**
 * The order of the 256 bytes in a byte-level vocabulary, and the printable letter that stands for each in its file: the
 * printable characters of Latin-1 stand for themselves and come first, the others follow with letters from U+0100 on.
 */
final class ByteAlphabet {
    private static final int[] BYTE_OF_ID = new int[256];
    private static final int[] ID_OF_BYTE = new int[256];
    private static final int PRINTABLE = fill();

    private ByteAlphabet() {}

    /** Id of a byte of 0 to 255. */
    static int idOf(int value) {
        return ID_OF_BYTE[value];
    }

    /** Byte, 0 to 255, of an id below 256. */
    static int byteOf(int id) {
        return BYTE_OF_ID[id];
    }

    /** Letter of an id below 256. */
    static char letterOf(int id) {
        return (char) (id < PRINTABLE ? BYTE_OF_ID[id] : 256 + id - PRINTABLE);
    }

    private static int fill() {
        int printable = 0;
        for (int value = 0; value < 256; value++) {
            if (isPrintable(value)) {
                place(value, printable++);
            }
        }
        int id = printable;
        for (int value = 0; value < 256; value++) {
            if (!isPrintable(value)) {
                place(value, id++);
            }
        }
        return printable;
    }

    private static void place(int value, int id) {
        BYTE_OF_ID[id] = value;
        ID_OF_BYTE[value] = id;
    }

    private static boolean isPrintable(int value) {
        boolean ascii = value > ' ' && value < 0x7F;
        return ascii || (value > 0xA0 && value != 0xAD);
    }
}
