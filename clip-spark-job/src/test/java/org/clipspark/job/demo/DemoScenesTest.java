package org.clipspark.job.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoScenesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @Test
    void givesTheSameBytesForTheSameSeedOnly() throws IOException {
        DemoScenes.write(folder.resolve("a"), 7, 50, 40);
        DemoScenes.write(folder.resolve("b"), 7, 50, 40);
        DemoScenes.write(folder.resolve("c"), 8, 50, 40);

        for (String file : List.of("train-00000.tar", "val.tar")) {
            byte[] first = Files.readAllBytes(folder.resolve("a").resolve(file));
            assertThat(folder.resolve("b").resolve(file)).hasBinaryContent(first);
            assertThat(Files.readAllBytes(folder.resolve("c").resolve(file))).isNotEqualTo(first);
        }
    }

    @Test
    void neverNamesAHeldOutCombinationInTraining() throws IOException {
        DemoScenes.write(folder.resolve("data"), 1, 1500, 36);

        List<JsonNode> train = json(folder.resolve("data/train-00000.tar"));

        assertThat(train).hasSize(1500);
        for (JsonNode pair : train) {
            String caption = pair.get("caption").asText();
            assertThat(DemoScenes.classNames()).noneMatch(caption::contains);
        }
    }

    @Test
    void holdsOutCombinationsButNoColourAndNoShape() {
        List<DemoClass> heldOut = DemoClass.heldOut();
        List<DemoClass> seen = DemoClass.seen();

        assertThat(heldOut).hasSize(36).doesNotContainAnyElementsOf(seen);
        assertThat(seen).hasSize(84);
        assertThat(seen.stream().map(DemoClass::colour).collect(Collectors.toSet()))
                .hasSize(Colour.values().length);
        for (ShapeKind shape : ShapeKind.values()) {
            assertThat(seen.stream().filter(each -> each.shape() == shape).count())
                    .isBetween(8L, 9L);
        }
    }

    @Test
    void labelsValidationImagesEvenlyWithTheirClass() throws IOException {
        DemoScenes.write(folder.resolve("data"), 1, 1, 72);

        List<JsonNode> validation = json(folder.resolve("data/val.tar"));

        for (JsonNode pair : validation) {
            assertThat(pair.get("class").asText())
                    .isEqualTo(DemoScenes.classNames().get(pair.get("label").asInt()));
        }
        Map<Integer, Long> perLabel = validation.stream()
                .collect(Collectors.groupingBy(pair -> pair.get("label").asInt(), Collectors.counting()));
        assertThat(perLabel).hasSize(36);
        assertThat(Set.copyOf(perLabel.values())).containsExactly(2L);
    }

    @Test
    void paintsTheObjectInItsColour() throws IOException {
        DemoScenes.write(folder.resolve("data"), 3, 1, 36);

        Map<String, byte[]> members = members(folder.resolve("data/val.tar"));

        for (DemoClass kind : DemoClass.heldOut()) {
            String key = String.format("val%07d", DemoClass.heldOut().indexOf(kind));
            BufferedImage image = ImageIO.read(new ByteArrayInputStream(members.get(key + ".png")));
            assertThat(image.getWidth()).isEqualTo(Scene.SIZE);
            long painted = IntStream.range(0, Scene.SIZE * Scene.SIZE)
                    .filter(i -> distance(
                                    image.getRGB(i % Scene.SIZE, i / Scene.SIZE),
                                    kind.colour().rgb())
                            < 30)
                    .count();
            assertThat(painted).as(kind.className()).isBetween(80L, 2200L);
        }
    }

    @Test
    void addsPairsWithoutChangingTheEarlierOnes() throws IOException {
        DemoScenes.write(folder.resolve("few"), 5, 3, 1);
        DemoScenes.write(folder.resolve("more"), 5, 6, 1);

        assertThat(json(folder.resolve("more/train-00000.tar")).subList(0, 3))
                .isEqualTo(json(folder.resolve("few/train-00000.tar")));
    }

    @Test
    void splitsTrainingPairsAmongArchives() throws IOException {
        DemoScenes.write(folder.resolve("data"), 1, 2001, 1);

        assertThat(json(folder.resolve("data/train-00000.tar"))).hasSize(2000);
        assertThat(json(folder.resolve("data/train-00001.tar"))).hasSize(1);
    }

    @Test
    void refusesAFolderThatIsInUse() throws IOException {
        Files.writeString(folder.resolve("notes.txt"), "mine");

        assertThatThrownBy(() -> DemoScenes.write(folder, 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Folder " + folder + " is not empty, expected a new one");
    }

    @Test
    void refusesAnEmptySet() {
        assertThatThrownBy(() -> DemoScenes.write(folder, 1, 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The demo needs at least one pair of each kind, got 0 for training and 1 for validation");
    }

    private static double distance(int left, int right) {
        double squares = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double difference = (left >> shift & 0xFF) - (right >> shift & 0xFF);
            squares += difference * difference;
        }
        return Math.sqrt(squares);
    }

    private static List<JsonNode> json(Path tar) throws IOException {
        List<JsonNode> nodes = new ArrayList<>();
        for (Map.Entry<String, byte[]> member : members(tar).entrySet()) {
            if (member.getKey().endsWith(".json")) {
                nodes.add(JSON.readTree(member.getValue()));
            }
        }
        return nodes;
    }

    private static Map<String, byte[]> members(Path tar) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(tar));
        Map<String, byte[]> members = new LinkedHashMap<>();
        while (bytes.get(bytes.position()) != 0) {
            int start = bytes.position();
            String name = text(bytes, start, 100);
            byte[] content = new byte[Integer.parseInt(text(bytes, start + 124, 11), 8)];
            bytes.get(start + 512, content);
            members.put(name, content);
            bytes.position(start + 512 + (content.length + 511) / 512 * 512);
        }
        return members;
    }

    private static String text(ByteBuffer bytes, int offset, int length) {
        byte[] field = new byte[length];
        bytes.get(offset, field);
        String text = new String(field, StandardCharsets.UTF_8);
        return text.contains("\0") ? text.substring(0, text.indexOf('\0')) : text;
    }
}
