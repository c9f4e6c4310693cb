package org.clipspark.job.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final Embeddings AXES = Embeddings.of(new float[] {1, 0, 0, 1}, 2);
    private static final Evaluator ZERO_SHOT = new ZeroShot(AXES, new int[] {0, 1});
    private static final Evaluator RETRIEVAL = new Retrieval(AXES, new int[] {0, 1});

    @Test
    void namesFiguresInAFixedOrder() {
        Evaluation evaluation = Evaluation.of(AXES, List.of(ZERO_SHOT, RETRIEVAL));

        assertThat(evaluation.values().keySet())
                .containsExactly(
                        "zeroshot_top1",
                        "zeroshot_top5",
                        "mean_per_class_recall",
                        "image_to_text_r1",
                        "image_to_text_r5",
                        "image_to_text_r10",
                        "image_to_text_mean_rank",
                        "image_to_text_median_rank",
                        "image_to_text_ties",
                        "text_to_image_r1",
                        "text_to_image_r5",
                        "text_to_image_r10",
                        "text_to_image_mean_rank",
                        "text_to_image_median_rank",
                        "text_to_image_ties");
        assertThat(evaluation.values()).containsEntry("zeroshot_top1", 1d);
    }

    @Test
    void holdsOnlyWhatWasMeasured() {
        Evaluation evaluation = Evaluation.of(AXES, List.of(RETRIEVAL));

        assertThat(evaluation.zeroShot()).isEmpty();
        assertThat(evaluation.retrieval()).isPresent();
    }

    @Test
    void refusesTwoResultsOfOneKind() {
        assertThatThrownBy(() -> Evaluation.of(AXES, List.of(RETRIEVAL, RETRIEVAL)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("An evaluation has at most one result of a kind");
    }
}
