package org.clipspark.prep.npy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands before the values of a {@code .npy} file (NumPy Enhancement Proposal 1, versions 1 to 3).
 *
 * @param type NumPy's description of one entry, such as {@code '<f4'}
 * @param isFortranOrder whether the first index runs fastest
 * @param shape lengths of the axes, each at least 0
 */
record NpyHeader(String type, boolean isFortranOrder, List<Long> shape) {
    private static final String MAGIC = "\u0093NUMPY";
    private static final int LONGEST_TEXT = 1 << 20;
    private static final int ALIGNMENT = 64;
    private static final Pattern TYPE = Pattern.compile("'descr': *('[^']*'|\\[[^\\]]*\\])");
    private static final Pattern ORDER = Pattern.compile("'fortran_order': *(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([0-9, ]*)\\)");

    NpyHeader {
        shape = List.copyOf(shape);
    }

    /**
     * Reads up to the first value.
     *
     * @throws IllegalArgumentException if this is no header; the message does not name the file
     */
    static NpyHeader read(DataInputStream in) throws IOException {
        byte[] magic = in.readNBytes(MAGIC.length());
        if (!new String(magic, ISO_8859_1).equals(MAGIC)) {
            throw new IllegalArgumentException("not a .npy file, which starts with \\x93NUMPY");
        }
        int version = in.readUnsignedByte();
        in.readUnsignedByte();
        long length = Integer.toUnsignedLong(
                version == 1
                        ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
                        : Integer.reverseBytes(in.readInt()));
        if (version < 1 || version > 3 || length > LONGEST_TEXT) {
            throw new IllegalArgumentException("a .npy header of version " + version + " and " + length
                    + " bytes, expected version 1 to 3 and at most " + LONGEST_TEXT + " bytes");
        }
        return parse(new String(in.readNBytes((int) length), UTF_8));
    }

    private static NpyHeader parse(String text) {
        List<Long> shape = new ArrayList<>();
        for (String axis : find(SHAPE, text).split(",", -1)) {
            if (!axis.isBlank()) {
                shape.add(number(axis.strip()));
            }
        }
        return new NpyHeader(find(TYPE, text), find(ORDER, text).equals("True"), shape);
    }

    private static long number(String axis) {
        try {
            return Long.parseLong(axis);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("an axis of " + axis + " entries, expected at most 2^63 - 1", e);
        }
    }

    private static String find(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("a .npy header without " + pattern);
        }
        return matcher.group(1);
    }

    /** The bytes of a header of version 1 in C order. */
    byte[] format() {
        StringBuilder axes = new StringBuilder();
        shape.forEach(axis -> axes.append(axis).append(", "));
        String axesText = shape.size() == 1 ? axes.toString().strip() : axes.substring(0, axes.length() - 2);
        String text = "{'descr': " + type + ", 'fortran_order': False, 'shape': (" + axesText + "), }";
        int before = MAGIC.length() + 4;
        // NumPy pads so that the values start at a multiple of 64 and the text ends in a line feed.
        int padded = (before + text.length() + ALIGNMENT) / ALIGNMENT * ALIGNMENT - before;
        String line = text + " ".repeat(padded - text.length() - 1) + "\n";
        String prefix = MAGIC + "\u0001\u0000" + (char) (padded & 0xff) + (char) (padded >> 8);
        return (prefix + line).getBytes(ISO_8859_1);
    }
}
