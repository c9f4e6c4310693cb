package org.clipspark.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Pillow's results for the golden images, read from images.safetensors. */
final class GoldenImages {
    private final Path folder;
    private final byte[] file;
    private final int dataStart;
    private final JsonNode header;

    private GoldenImages(Path folder) throws IOException {
        this.folder = folder;
        file = Files.readAllBytes(folder.resolve("images.safetensors"));
        int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong(0);
        dataStart = 8 + length;
        header = new ObjectMapper().readTree(Arrays.copyOfRange(file, 8, dataStart));
    }

    static GoldenImages open() throws IOException {
        Path folder = Path.of(System.getProperty("clip.golden.dir", "../../shared/golden"));
        Assumptions.assumeTrue(Files.exists(folder.resolve("images.safetensors")), "no golden images in " + folder);
        return new GoldenImages(folder);
    }

    /** Names of the tensors that start with the prefix, without it. */
    List<String> names(String prefix) {
        List<String> names = new ArrayList<>();
        header.fieldNames().forEachRemaining(name -> {
            if (name.startsWith(prefix)) {
                names.add(name.substring(prefix.length()));
            }
        });
        return names;
    }

    byte[] encoded(String fileName) throws IOException {
        return Files.readAllBytes(folder.resolve("images").resolve(fileName));
    }

    RgbImage image(String tensor) {
        JsonNode entry = header.get(tensor);
        JsonNode shape = entry.get("shape");
        JsonNode offsets = entry.get("data_offsets");
        byte[] pixels = Arrays.copyOfRange(
                file,
                dataStart + offsets.get(0).asInt(),
                dataStart + offsets.get(1).asInt());
        return new RgbImage(shape.get(1).asInt(), shape.get(0).asInt(), pixels);
    }
}
