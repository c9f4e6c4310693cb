package org.clipspark.image;

import java.util.OptionalInt;

/**
 * Walks the marker segments of a JPEG, as libjpeg does: bytes between segments that belong to none are skipped.
 */
final class JpegMarkers {
    static final int END = 0xd9;
    static final int SCAN = 0xda;
    static final int APP1 = 0xe1;
    static final int APP14 = 0xee;
    private static final int FIRST_RESTART = 0xd0;
    private static final int START = 0xd8;
    private static final int TEMPORARY = 0x01;

    private final Bytes bytes;
    private int at;
    private int marker;
    private int payload;
    private int payloadLength;

    /** Stands before the first segment; {@link #next} moves on. */
    JpegMarkers(byte[] encoded) {
        bytes = Bytes.bigEndian(encoded);
        at = 2;
    }

    /** Moves to the next marker that is not a restart; false where the data ends before one. */
    boolean next() {
        do {
            if (!findMarker()) {
                return false;
            }
        } while ((marker >= FIRST_RESTART && marker <= START) || marker == TEMPORARY);
        if (marker != END) {
            int length = bytes.u16(at);
            if (length < 2) {
                return false;
            }
            payload = at + 2;
            payloadLength = length - 2;
            at += length;
        }
        return true;
    }

    private boolean findMarker() {
        int length = bytes.length();
        while (at + 1 < length) {
            // Stuffed zeros (0xff00) are data of a scan, and 0xff may be repeated before a marker.
            int code = bytes.u8(at) == 0xff ? bytes.u8(at + 1) : 0;
            if (code != 0 && code != 0xff) {
                marker = code;
                at += 2;
                return true;
            }
            at++;
        }
        return false;
    }

    /** The marker's second byte. */
    int marker() {
        return marker;
    }

    /** Offset of the first byte after the segment's length. */
    int payload() {
        return payload;
    }

    /** Bytes of the segment after its length; the array may end before. */
    int payloadLength() {
        return payloadLength;
    }

    /** Whether the segment is a start of frame: the one with the size of the image. */
    boolean isFrame() {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    /** The colour transform that an Adobe segment in front of the scans declares: 0 none, 1 YCbCr, 2 YCCK. */
    static OptionalInt adobeTransform(byte[] encoded) {
        Bytes bytes = Bytes.bigEndian(encoded);
        JpegMarkers markers = new JpegMarkers(encoded);
        while (markers.next() && markers.marker != SCAN && markers.marker != END) {
            if (markers.marker == APP14 && markers.payloadLength >= 12 && bytes.has(markers.payload, "Adobe")) {
                return OptionalInt.of(bytes.u8(markers.payload + 11L));
            }
        }
        return OptionalInt.empty();
    }
}
