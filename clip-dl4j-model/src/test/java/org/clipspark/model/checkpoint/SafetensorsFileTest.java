package org.clipspark.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.compute.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFileTest {
    @TempDir
    Path folder;

    private static final ParameterLayout LAYOUT = new ParameterLayout.Builder()
            .add("logit_scale")
            .add("visual.proj", 2, 3)
            .add("empty", 0)
            .build();

    @Test
    void readsBackWhatItWrote() {
        float[] values = {2.6592f, 1, -2, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY, 6};
        Path file = folder.resolve("m.safetensors");

        SafetensorsFile.write(file, LAYOUT, FloatVector.of(values));

        SafetensorsFile read = SafetensorsFile.open(file);
        assertThat(read.entries())
                .containsExactly(
                        new SafetensorsFile.Entry("logit_scale", SafetensorsType.F32, Shape.of(), 0),
                        new SafetensorsFile.Entry("visual.proj", SafetensorsType.F32, Shape.of(2, 3), 4),
                        new SafetensorsFile.Entry("empty", SafetensorsType.F32, Shape.of(0), 28));
        assertThat(read.floats("logit_scale")).containsExactly(2.6592f);
        assertThat(read.floats("visual.proj"))
                .containsExactly(1, -2, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY, 6);
        assertThat(read.floats("empty")).isEmpty();
        assertThat(read.metadata()).isEqualTo(Map.of("format", "pt"));
    }

    @Test
    void convertsEveryElementType() throws IOException {
        ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
        data.putDouble(0.1)
                .putLong(-(1L << 40))
                .putInt(-7)
                .putShort((short) 0x3C01)
                .putShort((short) 0x8001);
        data.putShort((short) 0x3F80).put((byte) 200).put((byte) -3).put((byte) 1);
        SafetensorsFile file = SafetensorsFile.open(write("""
                {"d":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},
                "l":{"dtype":"I64","shape":[1],"data_offsets":[8,16]},
                "i":{"dtype":"I32","shape":[],"data_offsets":[16,20]},
                "h":{"dtype":"F16","shape":[2],"data_offsets":[20,24]},
                "b":{"dtype":"BF16","shape":[1],"data_offsets":[24,26]},
                "u":{"dtype":"U8","shape":[1],"data_offsets":[26,27]},
                "s":{"dtype":"I8","shape":[1],"data_offsets":[27,28]},
                "t":{"dtype":"BOOL","shape":[1],"data_offsets":[28,29]}}""", data.array(), 29));

        assertThat(file.doubles("d")).containsExactly(0.1);
        assertThat(file.floats("d")).containsExactly(0.1f);
        assertThat(file.longs("l")).containsExactly(-(1L << 40));
        assertThat(file.longs("i")).containsExactly(-7);
        assertThat(file.doubles("h")).containsExactly(1 + 1.0 / 1024, -Math.scalb(1.0, -24));
        assertThat(file.floats("b")).containsExactly(1);
        assertThat(file.longs("u")).containsExactly(200);
        assertThat(file.longs("s")).containsExactly(-3);
        assertThat(file.longs("t")).containsExactly(1);
        assertThatThrownBy(() -> file.longs("h")).hasMessageEndingWith("is of type F16, expected integers");
        assertThatThrownBy(() -> file.floats("no")).hasMessageStartingWith("No tensor 'no' in ");
        assertThatThrownBy(() -> file.read(Map.of("d", FloatVector.of(new float[2]))))
                .hasMessageEndingWith("has 1 elements, room is for 2");
    }

    @Test
    void saysWhatIsWrongWithADamagedHeader() {
        assertRefused("[]", 0, "'the header' is not as the format wants it: found START_ARRAY, expected START_OBJECT");
        assertRefused(tensor("F32", "[1]", "[0,8]"), 8, "takes 4 bytes of F32, data_offsets are [0, 8]");
        assertRefused(tensor("F32", "[2]", "[4,12]"), 12, "'x' begins at byte 4 of the data");
        assertRefused(tensor("F32", "[2]", "[0,8]"), 4, "'x' ends at byte 8 of 4 bytes of data");
        assertRefused(tensor("F32", "[1]", "[0,4]"), 5, "1 bytes behind the last tensor");
        assertRefused(tensor("F31", "[1]", "[0,4]"), 4, "'x' has an impossible type or shape: 'F31' [1]");
        assertRefused(tensor("F32", "[-1]", "[0,4]"), 4, "'x' has an impossible type or shape: 'F32' [-1]");
        assertRefused(tensor("F32", "[1.5]", "[0,4]"), 4, "found VALUE_NUMBER_FLOAT, expected VALUE_NUMBER_INT");
        assertRefused(tensor("F32", "[1]", "[0]"), 4, "lacks one of dtype, shape, data_offsets [begin, end]");
        assertRefused("{\"x\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, "lacks one of dtype");
        assertRefused("{\"x\":{\"size\":1}}", 4, "'x' has an unknown field 'size'");
        assertRefused("{\"a\\u0000b\":{}}", 0, "impossible tensor name 'a?b'");
        assertRefused("{\"\":{}}", 0, "impossible tensor name ''");
        assertRefused("{} {}", 0, "text behind the header's end");
        assertRefused("{\"__metadata__\":{\"a\":1}}", 0, "found VALUE_NUMBER_INT, expected VALUE_STRING");
    }

    @Test
    void refusesTwoTensorsInOnePlace() {
        String entry = "{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]}";

        assertRefused("{\"x\":" + entry + ",\"y\":" + entry + "}", 4, "'y' begins at byte 0 of the data");
        assertRefused("{\"x\":" + entry + ",\"x\":" + entry + "}", 4, "Duplicate field 'x'");
    }

    @Test
    void refusesClaimsOfImpossibleSizes() {
        assertRefused(tensor("F32", "[1152921504606846976]", "[0,4611686018427387904]"), 4, "'x' ends at byte");
        assertRefused(tensor("F64", "[1152921504606846976]", "[0,4]"), 4, "impossible type or shape");
        assertRefused(tensor("F32", "[4294967296,4294967296]", "[0,0]"), 4, "impossible type or shape");
        assertRefused(tensor("F32", "[99999999999999999999999]", "[0,4]"), 4, "out of range of long");
        assertRefused(tensor("F32", "[1]", "[-4,0]"), 4, "data_offsets are [-4, 0]");
    }

    @Test
    void refusesAHeaderLongerThanItsFile() throws IOException {
        for (long length : new long[] {1L << 60, -1, 0, 100_000_001, 3}) {
            byte[] file = new byte[10];
            ByteBuffer.wrap(file)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(length)
                    .put((byte) '{')
                    .put((byte) '}');
            Path path = Files.write(folder.resolve("long"), file);

            assertThatThrownBy(() -> SafetensorsFile.open(path))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("no safetensors file, header length " + Long.toUnsignedString(length));
        }
        Path tiny = Files.write(folder.resolve("tiny"), new byte[3]);
        assertThatThrownBy(() -> SafetensorsFile.open(tiny)).hasMessageContaining("only 3 bytes long");
        assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("none")))
                .hasMessageStartingWith("Cannot read " + folder.resolve("none") + ": NoSuchFileException");
    }

    @Test
    void refusesNamesThatLeadToAnotherFolder() {
        for (String name :
                new String[] {"../../etc/passwd", "/etc/passwd", "a/../b", "..", "C:x", "a//b", "./a", "a/."}) {
            assertRefused("{\"" + name + "\":{}}", 0, "impossible tensor name '" + name + "'");
        }
        assertRefused("{\"a\\\\b\":{}}", 0, "impossible tensor name 'a\\b'");
    }

    @Test
    void summarisesEveryTensor() {
        Path file = folder.resolve("m.safetensors");
        float[] values = {3, 1, -2, 2, Float.NaN, Float.NEGATIVE_INFINITY, 4};
        SafetensorsFile.write(file, LAYOUT, FloatVector.of(values));

        assertThat(SafetensorsFile.open(file).summaries())
                .containsExactly(
                        new TensorSummary("logit_scale", SafetensorsType.F32, Shape.of(), 3, 3, 3, 0),
                        new TensorSummary("visual.proj", SafetensorsType.F32, Shape.of(2, 3), 5, -2, 4, 2),
                        new TensorSummary("empty", SafetensorsType.F32, Shape.of(0), 0, 0, 0, 0));
    }

    private static String tensor(String type, String shape, String offsets) {
        return "{\"x\":{\"dtype\":\"" + type + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}}";
    }

    private void assertRefused(String header, int dataBytes, String reason) {
        ThrowingCallable open = () -> SafetensorsFile.open(write(header, new byte[dataBytes], dataBytes));
        assertThatThrownBy(open)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("Cannot read " + folder)
                .hasMessageContaining(reason);
    }

    private Path write(String header, byte[] data, int dataBytes) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(text.length).put(text).put(data, 0, dataBytes);
        return Files.write(folder.resolve("hand.safetensors"), file.array());
    }
}
