package org.clipspark.job.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenEvaluationTest {
    private static final double EXACT = 1e-12;

    @ParameterizedTest
    @ValueSource(strings = {"retrieval", "retrieval_ties"})
    void ranksAsTheReferenceDoesWhateverTheChunk(String name) {
        GoldenCase golden = GoldenCase.load(name);
        Embeddings images = rows(golden, "in/image_features");
        Embeddings texts = rows(golden, "in/text_features");
        int[] own = IntStream.range(0, texts.rows()).toArray();
        JsonNode expected = golden.facts().get("metrics");

        for (int chunk : new int[] {1, 7, 37, 64, 4096}) {
            RetrievalResult result = new Retrieval(texts, own, chunk).evaluate(images);

            assertMatches(result.imageToText(), expected, "image_to_text_");
            assertMatches(result.textToImage(), expected, "text_to_image_");
        }
    }

    @Test
    void countsTiesOnlyWhereThereAre() {
        assertThat(ties("retrieval")).isZero();
        assertThat(ties("retrieval_ties")).isPositive();
    }

    @Test
    void classifiesAsTheReferenceDoes() {
        GoldenCase golden = GoldenCase.load("zeroshot");
        JsonNode facts = golden.facts();
        Embeddings images =
                Embeddings.normalised(golden.floats("out/image_features"), golden.size("out/image_features", 1));
        Embeddings prompts =
                Embeddings.normalised(golden.floats("out/text_features"), golden.size("out/text_features", 1));
        int classes = facts.get("classnames").size();

        Embeddings classifier = ZeroShot.classifier(prompts, classes);
        ZeroShot zeroShot = new ZeroShot(classifier, golden.ints("in/labels"));
        ZeroShotResult result = zeroShot.evaluate(images);

        assertThat(transposed(classifier)).containsExactly(golden.floats("out/classifier"), within(1e-6f));
        assertThat(zeroShot.logits(images)).containsExactly(golden.floats("out/logits"), within(1e-4f));
        assertThat(result.top1()).isEqualTo(facts.get("top1").asDouble(), within(EXACT));
        assertThat(result.top5()).isEqualTo(facts.get("top5").asDouble(), within(EXACT));
    }

    private static int ties(String name) {
        GoldenCase golden = GoldenCase.load(name);
        Embeddings texts = rows(golden, "in/text_features");
        int[] own = IntStream.range(0, texts.rows()).toArray();
        return new Retrieval(texts, own)
                .evaluate(rows(golden, "in/image_features"))
                .imageToText()
                .ties();
    }

    private static Embeddings rows(GoldenCase golden, String tensor) {
        return Embeddings.of(golden.floats(tensor), golden.size(tensor, 1));
    }

    private static void assertMatches(RankMetrics actual, JsonNode expected, String prefix) {
        assertThat(actual.r1()).isEqualTo(expected.get(prefix + "R@1").asDouble(), within(EXACT));
        assertThat(actual.r5()).isEqualTo(expected.get(prefix + "R@5").asDouble(), within(EXACT));
        assertThat(actual.r10()).isEqualTo(expected.get(prefix + "R@10").asDouble(), within(EXACT));
        assertThat(actual.meanRank())
                .isEqualTo(expected.get(prefix + "mean_rank").asDouble(), within(1e-9));
        assertThat(actual.medianRank())
                .isEqualTo(expected.get(prefix + "median_rank").asDouble());
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
