package org.clipspark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.encoder.TextConfig;
import org.clipspark.model.input.ClipTokenizer;
import org.clipspark.model.optim.LearningRateSchedule;
import org.clipspark.model.optim.Optimizer;
import org.clipspark.model.optim.WeightDecayRule;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Reference outputs of open_clip: every case below {@code clip.golden.dir} of a kind that this version supports, of the
 * model cases those whose architecture it builds.
 */
class OpenClipParityTest {
    private static final String VOCABULARY = "bpe_simple_vocab_16e6.txt.gz";

    /** Largest number of parameters that the {@code nd4j} backend, clear rather than fast, is tried with. */
    private static final long MOST_BY_REFERENCE = 2_000_000;

    /** A machine with a GPU may try {@code cuda} instead. */
    private static final List<String> BACKENDS =
            List.of(System.getProperty("clip.parity.backends", "onednn,nd4j").split(","));

    /** A check of one case. */
    private interface Check {
        void run(GoldenModel model);
    }

    private static Stream<DynamicTest> forEachCase(Check check) {
        List<DynamicTest> tests = new ArrayList<>();
        for (Path folder : GoldenFolder.cases("schedule")) {
            for (String backend : BACKENDS) {
                tests.add(DynamicTest.dynamicTest(
                        folder.getFileName() + " on " + backend, () -> checkCase(folder, backend, check)));
            }
        }
        return tests.stream();
    }

    private static void checkCase(Path folder, String backend, Check check) throws IOException {
        Optional<ModelConfig> config = GoldenModel.config(folder);
        Assumptions.assumeTrue(config.isPresent(), "architecture not built by this version");
        Assumptions.assumeTrue(
                !backend.equals("nd4j") || parameters(config.orElseThrow()) <= MOST_BY_REFERENCE,
                "too large for the reference backend");
        try (GoldenModel model = GoldenModel.open(folder, backend).orElseThrow()) {
            check.run(model);
        }
    }

    private static long parameters(ModelConfig config) {
        return ClipModel.layoutOf(config).trainedSize();
    }

    @TestFactory
    Stream<DynamicTest> featuresAndLossAreOpenClips() {
        return forEachCase(model -> {
            ModelParity.close(
                    "image features", model.imageFeatures(), model.tensors().doubles("out/image_features_eval"), 2e-6);
            ModelParity.close(
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
                ModelParity.gradient(model, entry.name());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> parametersAfterThreeStepsAreOpenClips() {
        return forEachCase(model -> {
            Assumptions.assumeTrue(
                    model.tensors().names("step3").stream().anyMatch(name -> !name.startsWith("step3_legacywd")),
                    "the case has no third step");
            Optimizer optimizer = model.optimizer(WeightDecayRule.DIMENSIONS);
            LearningRateSchedule schedule = model.schedule();
            double[] losses = model.tensors().doubles("out/losses");
            for (int step = 0; step < 3; step++) {
                assertThat(model.gradients()).isCloseTo(losses[step], within(2e-4 * Math.max(1, losses[step])));
                optimizer.step(schedule.at(step));
                model.clampLogitScale();
            }
            // Before the last loss, which would move the running statistics once more.
            for (ParameterLayout.Entry entry : model.layout().entries()) {
                ModelParity.step(model, "step3", entry.name());
            }
            assertThat(model.gradients()).isCloseTo(losses[3], within(1e-3 * Math.max(1, losses[3])));
        });
    }

    @TestFactory
    Stream<DynamicTest> parametersAfterOneStepAreOpenClips() {
        return forEachCase(model -> {
            Assumptions.assumeFalse(model.tensors().names("step1/").isEmpty(), "the case has no first step");
            model.gradients();
            model.optimizer(WeightDecayRule.DIMENSIONS).step(model.schedule().at(0));
            model.clampLogitScale();
            for (ParameterLayout.Entry entry : model.layout().entries()) {
                ModelParity.step(model, "step1", entry.name());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> parametersAfterThreeStepsByTheOlderDecayRuleAreOpenClips() {
        return forEachCase(model -> {
            List<String> names = model.tensors().names("step3_legacywd/");
            Assumptions.assumeFalse(names.isEmpty(), "the case has no steps by the older rule");
            Optimizer optimizer = model.optimizer(WeightDecayRule.NAMES);
            for (int step = 0; step < 3; step++) {
                model.gradients();
                optimizer.step(model.schedule().at(step));
                model.clampLogitScale();
            }
            names.forEach(
                    name -> ModelParity.step(model, "step3_legacywd", name.substring("step3_legacywd/".length())));
        });
    }

    /** The cases that this version must cover, where the reference folder has them. */
    @TestFactory
    Stream<DynamicTest> coversTheCasesOfItsArchitectures() {
        return Stream.of(
                        "vit_gelu",
                        "vit_quickgelu",
                        "formula_vit",
                        "init_vit",
                        "vit_gelu_scaleclamp",
                        "vit_avgpool_lnafter",
                        "vit_attnpool_coca",
                        "vit_sincos_avg",
                        "text_eos_customtext",
                        "siglip_bidir_last",
                        "siglip_clipstyle_towers",
                        "rn_tiny",
                        "formula_rn")
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    Path folder = GoldenFolder.root().resolve(name);
                    Assumptions.assumeTrue(Files.exists(folder.resolve("case.json")));
                    Optional<GoldenModel> opened = GoldenModel.open(folder, BACKENDS.get(0));
                    assertThat(opened).as("builds " + name).isPresent();
                    opened.orElseThrow().close();
                }));
    }

    @TestFactory
    Stream<DynamicTest> tokensAreOpenClips() {
        return Stream.of(DynamicTest.dynamicTest(
                "tokenizer.jsonl", () -> InputParity.tokens(GoldenFolder.file("tokenizer.jsonl"), "ids", tokenizer())));
    }

    /** Each form of cleaning as a model's config asks for it. */
    @TestFactory
    Stream<DynamicTest> tokensOfOtherCleaningsAreOpenClips() {
        return Map.of("canonicalize", "canonicalize_ids_ctx64", "whitespace", "whitespace_ids_ctx32")
                .entrySet()
                .stream()
                .map(variant -> DynamicTest.dynamicTest(
                        variant.getKey(),
                        () -> InputParity.tokens(
                                GoldenFolder.file("tokenizer_clean_variants.jsonl"),
                                variant.getValue(),
                                ClipTokenizer.load(
                                        GoldenFolder.file(VOCABULARY),
                                        configured(variant.getKey()).tokenizerOptions()))));
    }

    private static TextConfig configured(String cleaning) {
        return ModelConfig.parse("""
                {"embed_dim": 8,
                 "vision_cfg": {"image_size": 8, "patch_size": 4, "width": 64, "layers": 1},
                 "text_cfg": {"context_length": 8, "vocab_size": 49408, "width": 8, "heads": 2, "layers": 1,
                              "tokenizer_kwargs": {"clean": "%s"}}}
                """.formatted(cleaning)).text();
    }

    @TestFactory
    Stream<DynamicTest> pixelsArePillows() throws IOException {
        GoldenTensors tensors = GoldenTensors.load(GoldenFolder.file("images.safetensors"));
        Path images = GoldenFolder.file("images");
        return tensors.names("u8_pilrgb_").stream()
                .map(name -> DynamicTest.dynamicTest(name, () -> InputParity.pixels(tensors, name, images)));
    }

    @TestFactory
    Stream<DynamicTest> learningRatesAreOpenClips() {
        List<DynamicTest> tests = new ArrayList<>();
        GoldenFolder.json(GoldenFolder.file("schedules.json"))
                .forEach(run -> tests.add(DynamicTest.dynamicTest(
                        run.get("kind").asText() + ' ' + tests.size(), () -> InputParity.schedule(run))));
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> retrievalIsOpenClips() {
        return GoldenFolder.cases("has_exact_ties").stream()
                .map(folder -> DynamicTest.dynamicTest(
                        folder.getFileName().toString(), () -> MeasureParity.retrieval(folder)));
    }

    @TestFactory
    Stream<DynamicTest> zeroShotIsOpenClips() {
        return GoldenFolder.cases("classnames").stream()
                .map(folder -> DynamicTest.dynamicTest(
                        folder.getFileName().toString(), () -> MeasureParity.zeroShot(folder, tokenizer())));
    }

    private static ClipTokenizer tokenizer() {
        return ClipTokenizer.load(GoldenFolder.file(VOCABULARY));
    }
}
