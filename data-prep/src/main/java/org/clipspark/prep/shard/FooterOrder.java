package org.clipspark.prep.shard;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * Puts the encodings that a Parquet footer lists for each column into order. The writer keeps them in a hash set of enum
 * constants, whose order is another one in every process: two processes would never write the same bytes.
 */
final class FooterOrder {
    /** Length of the footer and the magic number, which end a file. */
    private static final int ENDING_BYTES = 8;

    private static final int LENGTH_BYTES = 4;

    private FooterOrder() {}

    /**
     * The end of a file with its footer in order.
     *
     * @param tail the last bytes of a file, the whole footer among them; not changed
     * @return as many bytes, or other ones if the footer is spelled with another length
     */
    static byte[] sorted(byte[] tail) throws IOException {
        int length = ByteBuffer.wrap(tail, tail.length - ENDING_BYTES, LENGTH_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        int start = tail.length - ENDING_BYTES - length;
        if (length < 0 || start < 0) {
            throw new IOException("the file does not end in a Parquet footer");
        }
        FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(tail, start, length));
        for (RowGroup group : footer.getRow_groups()) {
            for (ColumnChunk column : group.getColumns()) {
                column.getMeta_data().getEncodings().sort(Comparator.comparingInt(Encoding::getValue));
            }
        }
        ByteArrayOutputStream sorted = new ByteArrayOutputStream(tail.length);
        sorted.write(tail, 0, start);
        Util.writeFileMetaData(footer, sorted);
        int written = sorted.size() - start;
        sorted.write(ByteBuffer.allocate(LENGTH_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(written)
                .array());
        sorted.write(tail, tail.length - LENGTH_BYTES, LENGTH_BYTES);
        return sorted.toByteArray();
    }
}
