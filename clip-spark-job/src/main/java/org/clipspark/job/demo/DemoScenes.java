package org.clipspark.job.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Image-text pairs of drawn scenes, as WebDataset archives: {@code train-NNNNN.tar} and {@code val.tar}.
 *
 * <p>Training scenes show one object, several of a kind, or two in relation to each other. A class is a colour with a
 * shape; {@link #classNames} never occur in training, though each of their colours and shapes does in other company. The
 * validation images show one such object each, so that their zero-shot accuracy says whether the model composes.
 */
public final class DemoScenes {
    /** Prompts for the classes that read as the captions do; {@code {c}} stands for the class name. */
    public static final List<String> PROMPT_TEMPLATES =
            List.of("{c}", "one {c}", "the {c}", "a drawing of one {c}", "there is one {c}", "a picture of the {c}");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAIRS_PER_ARCHIVE = 2000;
    private static final long VALIDATION_STREAM = 1L << 32;

    private DemoScenes() {}

    /** The held-out classes, by label. */
    public static List<String> classNames() {
        return DemoClass.heldOut().stream().map(DemoClass::className).toList();
    }

    /**
     * Writes the two sets. The same arguments give the same bytes.
     *
     * @param folder a folder that does not exist or is empty
     * @param seed of everything
     * @param trainPairs at least 1
     * @param validationPairs at least 1; spread evenly over the classes
     * @throws IllegalArgumentException if a number is not positive or the folder has files
     * @throws UncheckedIOException if it cannot be written
     */
    public static void write(Path folder, long seed, int trainPairs, int validationPairs) {
        if (trainPairs < 1 || validationPairs < 1) {
            throw new IllegalArgumentException("The demo needs at least one pair of each kind, got " + trainPairs
                    + " for training and " + validationPairs + " for validation");
        }
        // Drawing into memory needs no screen; without this a stale DISPLAY would be tried first and fail.
        System.setProperty("java.awt.headless", "true");
        try (SceneDrawer drawer = new SceneDrawer()) {
            prepare(folder);
            for (int first = 0; first < trainPairs; first += PAIRS_PER_ARCHIVE) {
                Path file = folder.resolve(String.format(Locale.ROOT, "train-%05d.tar", first / PAIRS_PER_ARCHIVE));
                int count = Math.min(PAIRS_PER_ARCHIVE, trainPairs - first);
                writeTraining(file, drawer, seed, first, count);
            }
            writeValidation(folder.resolve("val.tar"), drawer, seed, validationPairs);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the demo's scenes to " + folder + ": " + e, e);
        }
    }

    private static void prepare(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new IllegalArgumentException("Folder " + folder + " is not empty, expected a new one");
            }
        }
    }

    private static void writeTraining(Path file, SceneDrawer drawer, long seed, int first, int count)
            throws IOException {
        List<DemoClass> classes = DemoClass.seen();
        try (TarWriter tar = new TarWriter(file)) {
            for (int i = first; i < first + count; i++) {
                Random random = random(seed, i);
                Scene scene = new SceneGenerator(random).any(classes);
                CaptionWriter captions = new CaptionWriter(random);
                String key = String.format(Locale.ROOT, "train%07d", i);
                add(tar, key, drawer.png(scene), json(key, captions.caption(scene)));
            }
            tar.finish();
        }
    }

    private static void writeValidation(Path file, SceneDrawer drawer, long seed, int count) throws IOException {
        List<DemoClass> classes = DemoClass.heldOut();
        try (TarWriter tar = new TarWriter(file)) {
            for (int i = 0; i < count; i++) {
                Random random = random(seed, VALIDATION_STREAM + i);
                int label = i % classes.size();
                Scene scene = new SceneGenerator(random).single(classes.get(label));
                String key = String.format(Locale.ROOT, "val%07d", i);
                ObjectNode json = json(key, new CaptionWriter(random).caption(scene));
                json.put("label", label).put("class", classes.get(label).className());
                add(tar, key, drawer.png(scene), json);
            }
            tar.finish();
        }
    }

    private static ObjectNode json(String key, String caption) {
        ObjectNode json = JSON.createObjectNode().put("key", key).put("caption", caption);
        json.putArray("captions").add(caption);
        return json.put("width", Scene.SIZE).put("height", Scene.SIZE);
    }

    private static void add(TarWriter tar, String key, byte[] png, ObjectNode json) throws IOException {
        tar.add(key + ".png", png);
        tar.add(key + ".txt", json.get("caption").asText().getBytes(StandardCharsets.UTF_8));
        tar.add(key + ".json", JSON.writeValueAsBytes(json));
    }

    /** Own randomness for each pair: how many pairs there are does not change any of them. */
    private static Random random(long seed, long index) {
        long mixed = (seed * 0x9E3779B97F4A7C15L + index) * 0xBF58476D1CE4E5B9L;
        return new Random(mixed ^ mixed >>> 31);
    }
}
