package org.clipspark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.optim.LearningRateSchedule;
import org.clipspark.model.optim.Optimizer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Model cases of open_clip's reference outputs: every folder with a {@code case.json} below {@code clip.golden.dir} whose
 * architecture this version builds.
 */
class OpenClipParityTest {
    /** Adam divides by the size of a gradient: where that is only rounding noise, a step is noise of up to this size. */
    private static final double STEP_TOLERANCE = 2e-5;

    static Path golden() {
        Path folder = Path.of(System.getProperty("clip.golden.dir", "../../shared/golden"));
        Assumptions.assumeTrue(Files.isDirectory(folder), "no reference outputs at " + folder);
        return folder;
    }

    private static List<Path> modelCases() {
        try (Stream<Path> folders = Files.list(golden())) {
            return folders.filter(folder -> Files.exists(folder.resolve("case.json")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A check of one case. */
    private interface Check {
        void run(GoldenModel model);
    }

    private static Stream<DynamicTest> forEachCase(Check check) {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path folder : modelCases()) {
            if (Files.exists(folder.resolve("case.safetensors")) && isModelCase(folder)) {
                tests.add(DynamicTest.dynamicTest(folder.getFileName().toString(), () -> {
                    Optional<GoldenModel> opened = GoldenModel.open(folder, "onednn");
                    Assumptions.assumeTrue(opened.isPresent(), "architecture not built by this version");
                    try (GoldenModel model = opened.orElseThrow()) {
                        check.run(model);
                    }
                }));
            }
        }
        return tests.stream();
    }

    private static boolean isModelCase(Path folder) {
        try {
            return Files.readString(folder.resolve("case.json")).contains("\"schedule\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @TestFactory
    Stream<DynamicTest> featuresAndLossAreOpenClips() {
        return forEachCase(model -> {
            assertClose(
                    "image features", model.imageFeatures(), model.tensors().doubles("out/image_features_eval"), 2e-6);
            assertClose(
                    "text features",
                    model.textFeatures(model.texts()),
                    model.tensors().doubles("out/text_features"),
                    2e-6);
            double expected = model.tensors().doubles("out/loss")[0];
            assertThat(model.gradients()).isCloseTo(expected, within(1e-5 * Math.max(1, expected)));
        });
    }

    @TestFactory
    Stream<DynamicTest> gradientsAreOpenClips() {
        return forEachCase(model -> {
            model.gradients();
            for (ParameterLayout.Entry entry : model.layout().entries()) {
                assertGradient(model, entry.name());
            }
        });
    }

    private static void assertGradient(GoldenModel model, String name) {
        double[] actual = model.gradient(name);
        GoldenTensors tensors = model.tensors();
        if (tensors.has("grad/" + name)) {
            double[] expected = tensors.doubles("grad/" + name);
            double scale = Math.max(1e-3, largest(expected));
            assertClose("gradient of " + name, actual, expected, 2e-4 * scale);
        } else if (tensors.has("grad_digest/" + name)) {
            assertDigest("gradient of " + name, actual, tensors.doubles("grad_digest/" + name), 1e-4, name);
        }
    }

    @TestFactory
    Stream<DynamicTest> parametersAfterThreeStepsAreOpenClips() {
        return forEachCase(model -> {
            Assumptions.assumeTrue(
                    model.tensors().names("step3").stream().anyMatch(name -> !name.startsWith("step3_legacywd")),
                    "the case has no third step");
            Optimizer optimizer = model.optimizer();
            LearningRateSchedule schedule = model.schedule();
            double[] losses = model.tensors().doubles("out/losses");
            for (int step = 0; step < 3; step++) {
                assertThat(model.gradients()).isCloseTo(losses[step], within(2e-4 * Math.max(1, losses[step])));
                optimizer.step(schedule.at(step));
                model.clampLogitScale();
            }
            assertThat(model.gradients()).isCloseTo(losses[3], within(1e-3 * Math.max(1, losses[3])));
            for (ParameterLayout.Entry entry : model.layout().entries()) {
                assertThirdStep(model, entry.name());
            }
        });
    }

    private static void assertThirdStep(GoldenModel model, String name) {
        double[] actual = model.value(name);
        GoldenTensors tensors = model.tensors();
        if (tensors.has("step3/" + name)) {
            double[] expected = tensors.doubles("step3/" + name);
            if (name.endsWith("in_proj_bias")) {
                copyKeyThird(expected, actual);
            }
            assertMostlyClose(name, actual, expected);
        } else if (tensors.has("step3_digest/" + name) && !name.endsWith("in_proj_bias")) {
            assertDigest(name, actual, tensors.doubles("step3_digest/" + name), 1e-3, name);
        }
    }

    /** The key bias has no influence (softmax is shift invariant): its gradient is rounding noise, blown up by Adam. */
    private static void copyKeyThird(double[] from, double[] to) {
        int third = from.length / 3;
        System.arraycopy(from, third, to, third, third);
    }

    /** Noise-sized gradients move an entry by up to a learning rate; at most one in a hundred may show it. */
    private static void assertMostlyClose(String name, double[] actual, double[] expected) {
        assertThat(actual).as(name).hasSameSizeAs(expected);
        int off = 0;
        for (int i = 0; i < actual.length; i++) {
            double difference = Math.abs(actual[i] - expected[i]);
            assertThat(difference).as("%s[%d] after three steps", name, i).isLessThan(3e-3);
            if (difference > STEP_TOLERANCE) {
                off++;
            }
        }
        assertThat(off)
                .as("entries of %s that differ after three steps, of %d", name, actual.length)
                .isLessThanOrEqualTo(Math.max(1, actual.length / 100));
    }

    private static void assertDigest(String what, double[] actual, double[] expected, double tolerance, String name) {
        double[] digest = GoldenFormula.digest(name, actual);
        double scale = Math.sqrt(Math.max(expected[1], 1e-12) * actual.length);
        assertThat(digest[0]).as(what + ": sum").isCloseTo(expected[0], within(tolerance * scale));
        assertThat(digest[1])
                .as(what + ": squares")
                .isCloseTo(expected[1], within(tolerance * Math.max(expected[1], 1e-6)));
        assertThat(digest[2]).as(what + ": weighted sum").isCloseTo(expected[2], within(tolerance * scale));
    }

    private static double largest(double[] values) {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    private static void assertClose(String what, float[] actual, double[] expected, double tolerance) {
        double[] widened = new double[actual.length];
        for (int i = 0; i < actual.length; i++) {
            widened[i] = actual[i];
        }
        assertClose(what, widened, expected, tolerance);
    }

    private static void assertClose(String what, double[] actual, double[] expected, double tolerance) {
        assertThat(actual).as(what).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i]).as("%s[%d]", what, i).isCloseTo(expected[i], within(tolerance));
        }
    }

    /** The cases that this version must cover, where the reference folder has them. */
    @TestFactory
    Stream<DynamicTest> coversTheCasesOfTheFirstVersion() {
        return Stream.of("vit_gelu", "vit_quickgelu", "formula_vit", "init_vit", "vit_gelu_scaleclamp")
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Path folder = golden().resolve(name);
                    Assumptions.assumeTrue(Files.exists(folder.resolve("case.json")));
                    Optional<GoldenModel> opened = GoldenModel.open(folder, "onednn");
                    assertThat(opened).as("builds " + name).isPresent();
                    opened.orElseThrow().close();
                }));
    }
}
