package org.clipspark.model.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;

/** Writes flat vectors as one single-precision tensor per parameter. */
final class SafetensorsWriter {
    private static final int SLICE = 1 << 18;
    private static final int ALIGNMENT = 8;

    private SafetensorsWriter() {}

    /**
     * Writes every vector under the layout's names.
     *
     * @param vectors by prefix of the names, each {@code [layout.size()]}, in the order to write
     */
    static void write(OutputStream out, ParameterLayout layout, Map<String, FloatVector> vectors) throws IOException {
        for (Map.Entry<String, FloatVector> vector : vectors.entrySet()) {
            if (vector.getValue().size() != layout.size()) {
                throw new IllegalArgumentException("A vector of "
                        + vector.getValue().size() + " floats does not fit a layout of " + layout.size());
            }
        }
        byte[] header = header(layout, vectors);
        byte[] length = new byte[SafetensorsHeader.LENGTH_BYTES];
        ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length);
        out.write(length);
        out.write(header);
        for (FloatVector vector : vectors.values()) {
            writeFloats(out, vector);
        }
    }

    private static byte[] header(ParameterLayout layout, Map<String, FloatVector> vectors) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = new JsonFactory().createGenerator(bytes)) {
            json.writeStartObject();
            json.writeObjectFieldStart(SafetensorsHeader.METADATA);
            // Python loaders look for this mark before they take a file for a state_dict.
            json.writeStringField("format", "pt");
            json.writeEndObject();
            long start = 0;
            for (String prefix : vectors.keySet()) {
                for (ParameterLayout.Entry entry : layout.entries()) {
                    writeEntry(json, prefix + entry.name(), entry, start + entry.offset());
                }
                start += layout.size();
            }
            json.writeEndObject();
        }
        int padding = -bytes.size() & (ALIGNMENT - 1);
        byte[] spaces = new byte[padding];
        Arrays.fill(spaces, (byte) ' ');
        bytes.write(spaces);
        return bytes.toByteArray();
    }

    private static void writeEntry(JsonGenerator json, String name, ParameterLayout.Entry entry, long offset)
            throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("dtype", SafetensorsType.F32.name());
        json.writeFieldName("shape");
        long[] shape = entry.shape().toArray();
        json.writeArray(shape, 0, shape.length);
        json.writeFieldName("data_offsets");
        long begin = offset * Float.BYTES;
        json.writeArray(new long[] {begin, begin + entry.shape().size() * Float.BYTES}, 0, 2);
        json.writeEndObject();
    }

    private static void writeFloats(OutputStream out, FloatVector vector) throws IOException {
        int most = (int) Math.min(SLICE, vector.size());
        float[] values = new float[most];
        byte[] bytes = new byte[most * Float.BYTES];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (long done = 0; done < vector.size(); done += most) {
            int count = (int) Math.min(most, vector.size() - done);
            vector.read(done, values, 0, count);
            buffer.asFloatBuffer().put(values, 0, count);
            out.write(bytes, 0, count * Float.BYTES);
        }
    }
}
