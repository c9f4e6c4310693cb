package org.clipspark.prep.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;

class FooterOrderTest {
    @Test
    void theOrderThatTheWriterHappenedToTakeIsGone() throws IOException {
        byte[] one = FooterOrder.sorted(tail(Encoding.PLAIN, Encoding.RLE, Encoding.BIT_PACKED));
        byte[] two = FooterOrder.sorted(tail(Encoding.BIT_PACKED, Encoding.PLAIN, Encoding.RLE));

        assertThat(one).isEqualTo(two).startsWith("data".getBytes(StandardCharsets.UTF_8));
        int length = ByteBuffer.wrap(one, one.length - 8, 4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(one, one.length - 8 - length, length));
        assertThat(footer.getRow_groups()
                        .get(0)
                        .getColumns()
                        .get(0)
                        .getMeta_data()
                        .getEncodings())
                .containsExactly(Encoding.PLAIN, Encoding.RLE, Encoding.BIT_PACKED);
        assertThat(footer.getNum_rows()).isEqualTo(7);
    }

    @Test
    void bytesThatAreNoFooterAreAnError() {
        assertThatThrownBy(() -> FooterOrder.sorted(new byte[] {1, 2, 3, 127, 'P', 'A', 'R', '1'}))
                .isInstanceOf(IOException.class)
                .hasMessage("the file does not end in a Parquet footer");
    }

    private static byte[] tail(Encoding... encodings) throws IOException {
        ColumnMetaData column = new ColumnMetaData(
                Type.INT32,
                new ArrayList<>(List.of(encodings)),
                List.of("a"),
                CompressionCodec.UNCOMPRESSED,
                7,
                28,
                28,
                4);
        ColumnChunk chunk = new ColumnChunk(4);
        chunk.setMeta_data(column);
        RowGroup group = new RowGroup(List.of(chunk), 28, 7);
        FileMetaData footer = new FileMetaData(1, List.of(new SchemaElement("m")), 7, List.of(group));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes("data".getBytes(StandardCharsets.UTF_8));
        Util.writeFileMetaData(footer, bytes);
        int length = bytes.size() - 4;
        bytes.writeBytes(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .array());
        bytes.writeBytes("PAR1".getBytes(StandardCharsets.UTF_8));
        return bytes.toByteArray();
    }
}
