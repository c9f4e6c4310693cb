package org.clipspark.job.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;

/** One folder of the reference outputs: {@code case.json} and the tensors of {@code case.safetensors}. */
final class GoldenCase {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode facts;
    private final JsonNode header;
    private final ByteBuffer data;

    private GoldenCase(JsonNode facts, JsonNode header, ByteBuffer data) {
        this.facts = facts;
        this.header = header;
        this.data = data;
    }

    /** Skips the test where the reference outputs are absent. */
    static GoldenCase load(String name) {
        Path folder = Path.of(System.getProperty("clip.golden.dir", "../shared/golden"), name);
        Assumptions.assumeTrue(Files.isDirectory(folder), () -> "no reference outputs at " + folder);
        try {
            ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(folder.resolve("case.safetensors")))
                    .order(ByteOrder.LITTLE_ENDIAN);
            byte[] header = new byte[Math.toIntExact(file.getLong())];
            file.get(header);
            return new GoldenCase(
                    JSON.readTree(folder.resolve("case.json").toFile()),
                    JSON.readTree(new String(header, StandardCharsets.UTF_8)),
                    file.slice().order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + folder, e);
        }
    }

    JsonNode facts() {
        return facts;
    }

    float[] floats(String tensor) {
        ByteBuffer bytes = bytes(tensor, "F32");
        float[] values = new float[bytes.remaining() / Float.BYTES];
        bytes.asFloatBuffer().get(values);
        return values;
    }

    int[] ints(String tensor) {
        ByteBuffer bytes = bytes(tensor, "I64");
        return IntStream.range(0, bytes.remaining() / Long.BYTES)
                .map(i -> Math.toIntExact(bytes.getLong(bytes.position() + i * Long.BYTES)))
                .toArray();
    }

    int size(String tensor, int axis) {
        return header.get(tensor).get("shape").get(axis).asInt();
    }

    private ByteBuffer bytes(String tensor, String type) {
        JsonNode entry = header.get(tensor);
        if (entry == null || !entry.get("dtype").asText().equals(type)) {
            throw new IllegalArgumentException("No tensor " + tensor + " of type " + type);
        }
        int from = entry.get("data_offsets").get(0).asInt();
        int to = entry.get("data_offsets").get(1).asInt();
        return data.slice(from, to - from).order(ByteOrder.LITTLE_ENDIAN);
    }
}
