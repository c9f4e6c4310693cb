package org.clipspark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.clipspark.image.ImageBounds;
import org.clipspark.image.ImageDecoder;
import org.clipspark.image.ImageOutcome;
import org.clipspark.image.Resampler;
import org.clipspark.image.RgbImage;
import org.clipspark.model.input.ClipTokenizer;
import org.clipspark.model.optim.LearningRateSchedule;
import org.clipspark.model.optim.ScheduleSettings;

/** What goes into a step, against the reference: token ids, pixels, learning rates. */
final class InputParity {
    private InputParity() {}

    /** Ids of every caption, in the field of that name. */
    static void tokens(Path file, String field, ClipTokenizer tokenizer) throws IOException {
        for (String line : Files.readAllLines(file)) {
            JsonNode row = new ObjectMapper().readTree(line);
            int[] expected = StreamSupport.stream(row.get(field).spliterator(), false)
                    .mapToInt(JsonNode::asInt)
                    .toArray();
            String text = row.get("text").asText();
            assertThat(tokenizer.encode(text, expected.length)).as(text).containsExactly(expected);
        }
    }

    /** An image file to 8-bit pixels: {@code u8_pilrgb_SIZE/FILE} names the tensor. */
    static void pixels(GoldenTensors tensors, String tensor, Path images) throws IOException {
        int slash = tensor.indexOf('/');
        int size = Integer.parseInt(tensor.substring("u8_pilrgb_".length(), slash));
        byte[] encoded = Files.readAllBytes(images.resolve(tensor.substring(slash + 1)));
        ImageOutcome outcome = new ImageDecoder(ImageBounds.DEFAULT).decode(encoded);
        RgbImage image = Resampler.centreSquare(((ImageOutcome.Decoded) outcome).image(), size);
        int[] expected = tensors.ints(tensor);
        byte[] actual = image.pixels();
        assertThat(actual).hasSize(expected.length);
        // Pillow 13 alone resizes the columns of some tall images first: one level.
        int tolerance = tensor.endsWith("/jpeg_tall.jpg") ? 1 : 0;
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i] & 0xff).as("%s[%d]", tensor, i).isCloseTo(expected[i], within(tolerance));
        }
    }

    /** Learning rates of every step of one run. */
    static void schedule(JsonNode run) {
        ScheduleSettings.Cooldown cooldown = run.has("cooldown_steps")
                ? new ScheduleSettings.Cooldown(
                        run.get("cooldown_steps").asLong(),
                        run.get("cooldown_power").asDouble(),
                        run.get("cooldown_end_lr").asDouble())
                : ScheduleSettings.Cooldown.NONE;
        LearningRateSchedule schedule = LearningRateSchedule.named(
                run.get("kind").asText().replace("const", "constant"),
                new ScheduleSettings(
                        run.get("base_lr").asDouble(),
                        run.get("warmup").asLong(),
                        run.get("steps").asLong(),
                        cooldown));
        for (int step = 0; step < run.get("lr").size(); step++) {
            double expected = run.get("lr").get(step).asDouble();
            assertThat(schedule.at(step)).as("step %d", step).isCloseTo(expected, within(1e-15 * expected));
        }
    }
}
