package org.clipspark.model.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.compute.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TorchArchiveTest {
    private static final ParameterLayout LAYOUT = new ParameterLayout.Builder()
            .add("logit_scale")
            .add("text_projection", 2, 3)
            .build();

    @TempDir
    Path folder;

    private final Pickle pickle = new Pickle();

    /** The few opcodes that a state_dict needs. */
    private static final class Pickle {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Pickle() {
            op(0x80).op(2);
        }

        Pickle op(int... opcodes) {
            for (int opcode : opcodes) {
                bytes.write(opcode);
            }
            return this;
        }

        Pickle text(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            op('X', utf8.length, 0, 0, 0).bytes.writeBytes(utf8);
            return this;
        }

        Pickle name(String module, String name) {
            op('c').bytes.writeBytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
            return this;
        }

        Pickle tuple(int... numbers) {
            op('(');
            for (int number : numbers) {
                op('K', number);
            }
            return op('t');
        }

        /** A tensor of storage {@code key}. */
        Pickle tensor(String type, String key, int first, int[] shape, int[] strides) {
            name("torch._utils", "_rebuild_tensor_v2").op('(');
            op('(').text("storage").name("torch", type).text(key).text("cpu").op('K', 9, 't', 'Q');
            op('K', first).tuple(shape).tuple(strides).op(0x89);
            return name("collections", "OrderedDict").op(')', 'R', 't', 'R');
        }

        byte[] end() {
            return op('.').bytes.toByteArray();
        }
    }

    @Test
    void readsTheStateDictOfATrainersFile() throws IOException {
        pickle.op('}', '(').text("epoch").op('K', 3).text("state_dict");
        pickle.name("collections", "OrderedDict").op(')', 'R', 'q', 0, '(');
        pickle.text("module.logit_scale").tensor("FloatStorage", "0", 0, new int[] {}, new int[] {});
        pickle.text("module.text_projection").tensor("HalfStorage", "1", 2, new int[] {2, 3}, new int[] {3, 1});
        pickle.text("module.count").op('K', 7).op('u', 'u');
        float[] values = new float[7];

        ImportReport report = ForeignModel.open(archive(pickle.end())).read(LAYOUT, FloatVector.of(values));

        assertThat(report.isComplete()).isTrue();
        assertThat(values).containsExactly(2.5f, 1, 2, 3, 4, 5, -6.5f);
    }

    @Test
    void neverCallsWhatAPickleNames() throws IOException {
        pickle.op('}', '(').text("logit_scale").name("os", "system").text("touch " + folder.resolve("run"));
        pickle.op(0x85, 'R').text("text_projection");
        pickle.tensor("FloatStorage", "0", 0, new int[] {1}, new int[] {1}).op('u');

        TorchArchive archive = TorchArchive.open(archive(pickle.end()));

        assertThat(archive.shapes()).isEqualTo(Map.of("text_projection", Shape.of(1)));
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void refusesTensorsOutsideTheirData() throws IOException {
        assertRefused(
                one("FloatStorage", "0", 0, new int[] {2}, new int[] {1}), "'x' of shape [2] lies outside its data");
        assertRefused(
                one("FloatStorage", "0", 1, new int[] {1}, new int[] {1}), "'x' of shape [1] lies outside its data");
        assertRefused(one("FloatStorage", "7", 0, new int[] {1}, new int[] {1}), "lies outside its data");
        assertRefused(one("HalfStorage", "1", 0, new int[] {2, 3}, new int[] {1, 2}), "elements are not in row order");
        assertRefused(one("StrangeStorage", "0", 0, new int[] {1}, new int[] {1}), "'x' is no tensor of a kind");
        assertRefused(new Pickle().op('K', 1).end(), "it holds no state_dict");
        assertRefused(new Pickle().op('}', 'i').end(), "the pickle has opcode 0x69, which no state_dict needs");
        assertRefused(new Pickle().op('X', 255, 255, 255, 127).end(), "the pickle is cut off");
        assertRefused(new Pickle().op('a').end(), "the pickle takes from an empty stack");
        assertRefused(new Pickle().op('h', 3).end(), "the pickle recalls what it never stored");
        assertRefused(new byte[0], "the pickle is cut off");
    }

    @Test
    void refusesAnArchiveWithoutAPickleOrOfTheWrongEnd() throws IOException {
        Path bare = write("bare.zip", Map.of("a/data/0", new byte[4]));
        Path big = write(
                "big.zip",
                Map.of(
                        "a/data.pkl",
                        new Pickle().op('}').end(),
                        "a/byteorder",
                        "big".getBytes(StandardCharsets.US_ASCII)));

        assertThatThrownBy(() -> ForeignModel.open(bare)).hasMessageEndingWith("it has no data.pkl");
        assertThatThrownBy(() -> ForeignModel.open(big)).hasMessageEndingWith("byte order is 'big', expected 'little'");
        assertThatThrownBy(() -> ForeignModel.open(folder.resolve("none")))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("NoSuchFileException");
    }

    @Test
    void readsOrRefusesEveryMutationOfAPickle() throws IOException {
        byte[] good = one("HalfStorage", "1", 2, new int[] {2, 3}, new int[] {3, 1});
        Random random = new Random(4);
        int refused = 0;
        for (int i = 0; i < 1000; i++) {
            byte[] bytes = random.nextInt(5) == 0 ? Arrays.copyOf(good, random.nextInt(good.length)) : good.clone();
            for (int hits = random.nextInt(4); hits >= 0 && bytes.length > 0; hits--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            refused += readOrRefuse(archive(bytes)) ? 0 : 1;
        }
        assertThat(readOrRefuse(archive(good))).isTrue();
        assertThat(refused).isBetween(500, 990);
    }

    private static boolean readOrRefuse(Path file) {
        try {
            TorchArchive archive = TorchArchive.open(file);
            archive.shapes()
                    .forEach((name, shape) ->
                            archive.read(Map.of(name, FloatVector.of(new float[Math.toIntExact(shape.size())]))));
            return true;
        } catch (UncheckedIOException e) {
            assertThat(e).hasMessageStartingWith("Cannot read " + file);
            return false;
        }
    }

    private static byte[] one(String type, String key, int first, int[] shape, int[] strides) {
        return new Pickle()
                .op('}')
                .text("x")
                .tensor(type, key, first, shape, strides)
                .op('s')
                .end();
    }

    private void assertRefused(byte[] pickle, String reason) throws IOException {
        Path file = archive(pickle);
        assertThatThrownBy(() -> ForeignModel.open(file))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("Cannot read " + file + ": IOException: ")
                .hasMessageContaining(reason);
    }

    /** Storage 0 holds one float, storage 1 eight halves. */
    private Path archive(byte[] pickle) throws IOException {
        ByteBuffer floats =
                ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(2.5f);
        ByteBuffer halves = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        for (int half : new int[] {0, 0, 0x3C00, 0x4000, 0x4200, 0x4400, 0x4500, 0xC680}) {
            halves.putShort((short) half);
        }
        return write("model.pt", Map.of("a/data.pkl", pickle, "a/data/0", floats.array(), "a/data/1", halves.array()));
    }

    private Path write(String name, Map<String, byte[]> entries) throws IOException {
        Path file = folder.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(each.getKey());
                CRC32 sum = new CRC32();
                sum.update(each.getValue());
                entry.setMethod(ZipEntry.STORED);
                entry.setSize(each.getValue().length);
                entry.setCrc(sum.getValue());
                zip.putNextEntry(entry);
                zip.write(each.getValue());
            }
        }
        return file;
    }
}
