package org.clipspark.job;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Tensors of a reference file, read as plainly as possible so that no code under test is trusted. */
final class GoldenTensors {
    private final JsonNode header;
    private final ByteBuffer data;

    private GoldenTensors(JsonNode header, ByteBuffer data) {
        this.header = header;
        this.data = data;
    }

    static GoldenTensors load(Path file) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = Math.toIntExact(bytes.getLong());
        byte[] json = new byte[headerLength];
        bytes.get(json);
        JsonNode header = new ObjectMapper().readTree(new String(json, StandardCharsets.UTF_8));
        return new GoldenTensors(header, bytes.slice().order(ByteOrder.LITTLE_ENDIAN));
    }

    boolean has(String name) {
        return header.has(name);
    }

    List<String> names(String prefix) {
        List<String> names = new ArrayList<>();
        header.fieldNames().forEachRemaining(name -> {
            if (name.startsWith(prefix)) {
                names.add(name);
            }
        });
        return names;
    }

    long[] shape(String name) {
        JsonNode shape = header.get(name).get("shape");
        long[] dimensions = new long[shape.size()];
        for (int i = 0; i < dimensions.length; i++) {
            dimensions[i] = shape.get(i).asLong();
        }
        return dimensions;
    }

    /** Elements of a tensor of any number type, row-major. */
    double[] doubles(String name) {
        JsonNode entry = header.get(name);
        int start = entry.get("data_offsets").get(0).asInt();
        int end = entry.get("data_offsets").get(1).asInt();
        ByteBuffer slice = data.slice(start, end - start).order(ByteOrder.LITTLE_ENDIAN);
        String type = entry.get("dtype").asText();
        int width = switch (type) {
            case "F64", "I64" -> 8;
            case "F32", "I32" -> 4;
            case "U8", "BOOL" -> 1;
            default -> throw new IllegalArgumentException("Unexpected type " + type + " of " + name);
        };
        double[] values = new double[(end - start) / width];
        for (int i = 0; i < values.length; i++) {
            values[i] = switch (type) {
                case "F64" -> slice.getDouble();
                case "I64" -> (double) slice.getLong();
                case "F32" -> slice.getFloat();
                case "I32" -> slice.getInt();
                default -> slice.get() & 0xff;
            };
        }
        return values;
    }

    float[] floats(String name) {
        double[] values = doubles(name);
        float[] result = new float[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }

    int[] ints(String name) {
        double[] values = doubles(name);
        int[] result = new int[values.length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (int) values[i];
        }
        return result;
    }
}
