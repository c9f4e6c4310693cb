package org.clipspark.prep.source;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.clipspark.prep.shard.RowStatus;

/**
 * Splits UTF-8 text into rows of cells. It looks at bytes: every separator is a byte that occurs in no longer character, and
 * bytes are what a later reader can start from.
 */
final class TableRows implements Closeable {
    private static final int LONGEST_ROW = 4 << 20;
    private static final int BUFFER_BYTES = 64 << 10;
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
    private static final RowStatus NOT_UTF8 = new RowStatus("invalid_utf8", "the line is not UTF-8 text");
    private static final RowStatus TOO_LONG =
            new RowStatus("invalid_metadata", "a row is longer than " + LONGEST_ROW + " bytes");

    private final InputStream in;
    private final char separator;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int next;
    private int filled;
    private long bufferStart;
    private long rowStart;
    private byte[] cell = new byte[256];
    private int length;
    private RowStatus status = RowStatus.SUCCESS;

    /**
     * Rows of a stream.
     *
     * @param offset of the stream's first byte in the file
     */
    TableRows(InputStream in, TextFormat format, long offset) {
        this.in = in;
        this.separator = format.separator();
        bufferStart = offset;
    }

    /** Offset in the file of the row that {@link #next} gave last, or failed to give. */
    long rowStart() {
        return rowStart;
    }

    /**
     * The next row that is not blank.
     *
     * @throws IOException if the file is damaged, or a row with commas is longer than any real one: a quote that is never
     *     closed swallows the whole file
     */
    Optional<TextRow> next() throws IOException {
        if (bufferStart == 0 && next == 0) {
            passByteOrderMark();
        }
        while (true) {
            rowStart = bufferStart + next;
            List<String> cells = new ArrayList<>();
            if (!read(cells)) {
                return Optional.empty();
            }
            if (cells.size() > 1 || !cells.get(0).isBlank()) {
                return Optional.of(new TextRow(cells, status));
            }
        }
    }

    private void passByteOrderMark() throws IOException {
        fill();
        filled += in.readNBytes(buffer, filled, Math.max(0, BYTE_ORDER_MARK.length - filled));
        boolean isMarked = filled >= BYTE_ORDER_MARK.length
                && Arrays.equals(buffer, 0, BYTE_ORDER_MARK.length, BYTE_ORDER_MARK, 0, BYTE_ORDER_MARK.length);
        next = isMarked ? BYTE_ORDER_MARK.length : 0;
    }

    private boolean read(List<String> cells) throws IOException {
        status = RowStatus.SUCCESS;
        length = 0;
        int read = take();
        if (read < 0) {
            return false;
        }
        for (; read >= 0 && read != '\n'; read = take()) {
            if (read == separator) {
                cells.add(text());
            } else if (read == '"' && separator == ',' && length == 0) {
                takeQuoted();
            } else {
                append(read);
            }
            if (bufferStart + next - rowStart > LONGEST_ROW) {
                passOverlongRow();
                break;
            }
        }
        if (length > 0 && cell[length - 1] == '\r') {
            length--;
        }
        return cells.add(text());
    }

    private void takeQuoted() throws IOException {
        for (int read = take(); ; read = take()) {
            if (read == '"') {
                if (peek() != '"') {
                    return;
                }
                take();
            }
            if (read < 0 || bufferStart + next - rowStart > LONGEST_ROW) {
                throw new IOException("a quote is never closed");
            }
            append(read);
        }
    }

    private void passOverlongRow() throws IOException {
        if (separator == ',') {
            throw new IOException(TOO_LONG.detail());
        }
        status = TOO_LONG;
        length = Math.min(length, 1);
        for (int read = take(); read >= 0 && read != '\n'; read = take()) {
            // Only the line end matters.
        }
    }

    private void append(int read) {
        if (length == cell.length) {
            cell = Arrays.copyOf(cell, 2 * length);
        }
        cell[length++] = (byte) read;
    }

    private String text() {
        ByteBuffer bytes = ByteBuffer.wrap(cell, 0, length);
        try {
            return decoder.decode(bytes).toString();
        } catch (CharacterCodingException e) {
            status = status.isSuccess() ? NOT_UTF8 : status;
            return new String(cell, 0, length, StandardCharsets.UTF_8);
        } finally {
            length = 0;
        }
    }

    private int take() throws IOException {
        int read = peek();
        if (read >= 0) {
            next++;
        }
        return read;
    }

    private int peek() throws IOException {
        if (next == filled) {
            fill();
        }
        return next == filled ? -1 : buffer[next] & 0xff;
    }

    private void fill() throws IOException {
        bufferStart += filled;
        next = 0;
        // Not more than one read: what comes before damage must not be lost with it.
        filled = Math.max(0, in.read(buffer, 0, BUFFER_BYTES));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
