package org.clipspark.model.checkpoint;

import java.nio.ByteBuffer;

/** Element types of a safetensors file, by the format's own names. */
public enum SafetensorsType {
    /** IEEE 754 double precision. */
    F64(8),
    /** IEEE 754 single precision. */
    F32(4),
    /** IEEE 754 half precision. */
    F16(2),
    /** The upper half of single precision. */
    BF16(2),
    /** Signed 64-bit integer. */
    I64(8),
    /** Signed 32-bit integer. */
    I32(4),
    /** Signed 16-bit integer. */
    I16(2),
    /** Signed 8-bit integer. */
    I8(1),
    /** Unsigned 8-bit integer. */
    U8(1),
    /** A byte that is 0 or 1. */
    BOOL(1);

    private final int bytes;

    SafetensorsType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** Whether elements are floating-point numbers. */
    boolean isFloating() {
        return this == F64 || this == F32 || this == F16 || this == BF16;
    }

    /** Element at a byte position of a little-endian buffer; exact but for integers beyond 2^53. */
    public double number(ByteBuffer from, int at) {
        return switch (this) {
            case F64 -> from.getDouble(at);
            case F32 -> from.getFloat(at);
            case F16 -> half(from.getShort(at));
            case BF16 -> Float.intBitsToFloat(from.getShort(at) << 16);
            default -> integer(from, at);
        };
    }

    /** Element at a byte position of a little-endian buffer, of an integer type. */
    long integer(ByteBuffer from, int at) {
        return switch (this) {
            case I64 -> from.getLong(at);
            case I32 -> from.getInt(at);
            case I16 -> from.getShort(at);
            case I8 -> from.get(at);
            case U8, BOOL -> from.get(at) & 0xFF;
            default -> throw new IllegalArgumentException(this + " is no integer type");
        };
    }

    private static double half(short bits) {
        int exponent = (bits >> 10) & 0x1F;
        int fraction = bits & 0x3FF;
        double size = switch (exponent) {
            case 0 -> Math.scalb((double) fraction, -24);
            case 0x1F -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            default -> Math.scalb((double) (fraction | 0x400), exponent - 25);
        };
        return bits < 0 ? -size : size;
    }
}
