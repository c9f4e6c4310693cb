package org.clipspark.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.junit.jupiter.api.Test;

class SafetensorsMutationTest {
    private static final int MUTATIONS = 10_000;
    private static final String[] NUMBERS = {
        "-1", "0", "1152921504606846976", "9223372036854775807", "18446744073709551616", "1e9", "4294967295", "null"
    };
    private static final ParameterLayout LAYOUT = new ParameterLayout.Builder()
            .add("logit_scale")
            .add("visual.proj", 8, 4)
            .add("token_embedding.weight", 3, 5)
            .build();

    private final Random random = new Random(2);

    @Test
    void readsOrRefusesEveryMutationOfAGoodFile() throws IOException {
        byte[] good = goodFile();
        int refused = 0;

        for (int i = 0; i < MUTATIONS; i++) {
            refused += readOrRefuse(mutation(good)) ? 0 : 1;
        }

        assertThat(readOrRefuse(good)).isTrue();
        // Changed data and names are still a file; changed places, types and lengths are none.
        assertThat(refused).isBetween(MUTATIONS / 2, MUTATIONS - 100);
    }

    private static byte[] goodFile() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SafetensorsWriter.write(out, LAYOUT, Map.of("", FloatVector.of(new float[(int) LAYOUT.size()])));
        return out.toByteArray();
    }

    private byte[] mutation(byte[] good) {
        byte[] bytes = good.clone();
        return switch (random.nextInt(6)) {
            case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length + 40));
            case 1 -> withLength(bytes, random.nextBoolean() ? random.nextLong() : 1L << random.nextInt(63));
            case 2 -> withNumber(bytes);
            case 3 -> withRangeMoved(bytes);
            default -> withBytesChanged(bytes);
        };
    }

    private static byte[] withLength(byte[] bytes, long length) {
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
        return bytes;
    }

    private byte[] withBytesChanged(byte[] bytes) {
        for (int hits = random.nextInt(5); hits >= 0; hits--) {
            int at = random.nextInt(bytes.length);
            bytes[at] = (byte) (random.nextBoolean() ? bytes[at] ^ (1 << random.nextInt(8)) : random.nextInt(256));
        }
        return bytes;
    }

    private byte[] withRangeMoved(byte[] bytes) {
        int from = random.nextInt(bytes.length);
        int to = random.nextInt(bytes.length);
        int count = random.nextInt(bytes.length - Math.max(from, to));
        System.arraycopy(bytes, from, bytes, to, count);
        return bytes;
    }

    /** One of the header's numbers replaced by a hostile one, with the length made right again. */
    private byte[] withNumber(byte[] bytes) {
        int length = (int) ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        String header = new String(bytes, 8, length, StandardCharsets.UTF_8);
        int at = 1 + random.nextInt(header.length() - 1);
        String changed = header.substring(0, at)
                + header.substring(at).replaceFirst("\\d+", NUMBERS[random.nextInt(NUMBERS.length)]);
        byte[] text = changed.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file =
                ByteBuffer.allocate(bytes.length - length + text.length).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(text.length).put(text).put(bytes, 8 + length, bytes.length - 8 - length);
        return file.array();
    }

    private static boolean readOrRefuse(byte[] bytes) {
        try {
            SafetensorsFile file =
                    SafetensorsFile.open("mutation", () -> new ByteArrayInputStream(bytes), bytes.length);
            long dataBytes = 0;
            for (SafetensorsFile.Entry entry : file.entries()) {
                assertThat(file.floats(entry.name()))
                        .hasSize((int) entry.shape().size());
                dataBytes += entry.byteSize();
            }
            assertThat(dataBytes).isLessThan(bytes.length);
            assertThat(file.summaries()).hasSameSizeAs(file.entries());
            return true;
        } catch (UncheckedIOException e) {
            assertThat(e).hasMessageStartingWith("Cannot read mutation: ");
            return false;
        }
    }
}
