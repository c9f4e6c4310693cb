package org.clipspark.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.clipspark.job.eval.Embeddings;
import org.clipspark.job.eval.PromptTemplates;
import org.clipspark.job.eval.RankMetrics;
import org.clipspark.job.eval.Retrieval;
import org.clipspark.job.eval.RetrievalResult;
import org.clipspark.job.eval.ZeroShot;
import org.clipspark.job.eval.ZeroShotResult;
import org.clipspark.model.input.ClipTokenizer;

/** What is measured on a trained model, against the reference. */
final class MeasureParity {
    private static final double EXACT = 1e-12;

    private MeasureParity() {}

    /** Recall and ranks, ties included. */
    static void retrieval(Path folder) throws IOException {
        JsonNode facts = facts(folder);
        GoldenTensors tensors = GoldenTensors.load(folder.resolve("case.safetensors"));
        Embeddings images = rows(tensors, "in/image_features");
        Embeddings texts = rows(tensors, "in/text_features");
        int[] own = IntStream.range(0, texts.rows()).toArray();
        RetrievalResult result = new Retrieval(texts, own).evaluate(images);

        assertRanks(result.imageToText(), facts.get("metrics"), "image_to_text_");
        assertRanks(result.textToImage(), facts.get("metrics"), "text_to_image_");
        assertThat(result.imageToText().ties() > 0)
                .isEqualTo(facts.get("has_exact_ties").asBoolean());
    }

    private static void assertRanks(RankMetrics actual, JsonNode expected, String prefix) {
        assertThat(actual.r1()).isEqualTo(expected.get(prefix + "R@1").asDouble(), within(EXACT));
        assertThat(actual.r5()).isEqualTo(expected.get(prefix + "R@5").asDouble(), within(EXACT));
        assertThat(actual.r10()).isEqualTo(expected.get(prefix + "R@10").asDouble(), within(EXACT));
        assertThat(actual.meanRank())
                .isEqualTo(expected.get(prefix + "mean_rank").asDouble(), within(1e-9));
        assertThat(actual.medianRank())
                .isEqualTo(expected.get(prefix + "median_rank").asDouble());
    }

    /** From images, class names and templates to the accuracy, with our tokenizer and our encoders. */
    static void zeroShot(Path folder, ClipTokenizer tokenizer) throws IOException {
        JsonNode facts = facts(folder);
        try (GoldenModel model = GoldenModel.open(folder, "onednn").orElseThrow()) {
            GoldenTensors tensors = model.tensors();
            List<String> names = strings(facts.get("classnames"));
            int[] ids = encode(tokenizer, new PromptTemplates(strings(facts.get("templates"))).prompts(names), model);
            assertThat(ids).as("prompts").containsExactly(tensors.ints("in/text_ids"));
            float[] imageFeatures = model.imageFeatures();
            assertThat(imageFeatures).containsExactly(tensors.floats("out/image_features"), within(2e-6f));

            Embeddings images =
                    Embeddings.normalised(imageFeatures, Math.toIntExact(tensors.shape("out/image_features")[1]));
            Embeddings classifier =
                    ZeroShot.classifier(Embeddings.normalised(model.textFeatures(ids), images.width()), names.size());
            ZeroShot zeroShot = new ZeroShot(classifier, tensors.ints("in/labels"));
            ZeroShotResult result = zeroShot.evaluate(images);

            assertThat(transposed(classifier)).containsExactly(tensors.floats("out/classifier"), within(2e-6f));
            assertThat(zeroShot.logits(images)).containsExactly(tensors.floats("out/logits"), within(5e-4f));
            assertThat(result.top1()).isEqualTo(facts.get("top1").asDouble(), within(EXACT));
            assertThat(result.top5()).isEqualTo(facts.get("top5").asDouble(), within(EXACT));
        }
    }

    private static int[] encode(ClipTokenizer tokenizer, List<String> prompts, GoldenModel model) {
        int context = model.config().text().contextLength();
        return prompts.stream()
                .flatMapToInt(prompt -> IntStream.of(tokenizer.encode(prompt, context)))
                .toArray();
    }

    private static JsonNode facts(Path folder) throws IOException {
        return new ObjectMapper().readTree(folder.resolve("case.json").toFile());
    }

    private static List<String> strings(JsonNode array) {
        List<String> strings = new ArrayList<>();
        array.forEach(each -> strings.add(each.asText()));
        return strings;
    }

    private static Embeddings rows(GoldenTensors tensors, String name) {
        return Embeddings.of(tensors.floats(name), Math.toIntExact(tensors.shape(name)[1]));
    }

    private static float[] transposed(Embeddings classifier) {
        float[] values = new float[classifier.rows() * classifier.width()];
        for (int c = 0; c < classifier.rows(); c++) {
            for (int k = 0; k < classifier.width(); k++) {
                values[k * classifier.rows() + c] = classifier.values()[c * classifier.width() + k];
            }
        }
        return values;
    }
}
