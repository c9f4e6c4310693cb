package org.clipspark.model.input;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.clipspark.image.ImageBounds;
import org.clipspark.image.ImageDecoder;
import org.clipspark.image.ImageOutcome;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** File to tensor against open_clip's evaluation transform. */
class ImageTransformGoldenTest {
    private static final Path FOLDER = Path.of(System.getProperty("clip.golden.dir", "../../shared/golden"));

    @Test
    void agreesWithOpenClipOnEveryImage() throws IOException {
        Path file = FOLDER.resolve("images.safetensors");
        Assumptions.assumeTrue(Files.exists(file), "no golden images in " + FOLDER);
        byte[] bytes = Files.readAllBytes(file);
        int headerEnd = 8 + (int) little(bytes).getLong(0);
        JsonNode header = new ObjectMapper().readTree(Arrays.copyOfRange(bytes, 8, headerEnd));
        List<String> names = new ArrayList<>();
        header.fieldNames().forEachRemaining(names::add);
        names.removeIf(name -> !name.startsWith("norm_pilrgb_"));

        assertThat(names).hasSizeGreaterThanOrEqualTo(17);
        for (String name : names) {
            int start = headerEnd + header.get(name).get("data_offsets").get(0).asInt();
            int size = header.get(name).get("shape").get(1).asInt();
            float[] ours = transformed(name.substring(name.indexOf('/') + 1), size);
            assertThat(worst(ours, little(bytes).position(start).slice().order(ByteOrder.LITTLE_ENDIAN)))
                    .as(name)
                    .isLessThanOrEqualTo(tolerance(name));
        }
    }

    /** One level where Pillow 13 alone resizes columns first. */
    private static double tolerance(String name) {
        return name.equals("norm_pilrgb_32/jpeg_tall.jpg") ? 1.01 / 255 / 0.26130258 : 1e-6;
    }

    private static float[] transformed(String image, int size) throws IOException {
        byte[] encoded = Files.readAllBytes(FOLDER.resolve("images").resolve(image));
        ImageOutcome outcome = new ImageDecoder(ImageBounds.DEFAULT).decode(encoded);
        ImageTransform transform = ImageTransform.evaluation(size, size);
        float[] to = new float[transform.length()];
        transform.apply(((ImageOutcome.Decoded) outcome).image(), 0, to, 0);
        return to;
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static double worst(float[] ours, ByteBuffer theirs) {
        double worst = 0;
        for (int i = 0; i < ours.length; i++) {
            worst = Math.max(worst, Math.abs(ours[i] - theirs.getFloat(4 * i)));
        }
        return worst;
    }
}
