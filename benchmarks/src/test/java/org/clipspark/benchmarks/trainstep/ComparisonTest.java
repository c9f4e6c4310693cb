package org.clipspark.benchmarks.trainstep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.clipspark.benchmarks.result.BenchmarkResult;
import org.clipspark.benchmarks.trainstep.StepProcess.Timing;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    @Test
    void reportsMediansOfRatesAndTheLargestPeak() {
        Comparison comparison = new Comparison(TrainCase.named("small"), 3, 2);

        BenchmarkResult result = comparison.result(
                List.of(new Timing(2, 4, 3, 600), new Timing(2, 8, 4, 700), new Timing(2, 4, 3, 650)),
                List.of(new Timing(1, 4, 0, 900), new Timing(1, 4, 0, 900), new Timing(1, 2, 0, 900)));

        assertThat(result.ours()).isEqualTo(0.5 * 256);
        assertThat(result.peer()).isEqualTo(0.25 * 256);
        assertThat(result.ratio()).isEqualTo(2);
        assertThat(result.peakMibOurs()).isEqualTo(700);
        assertThat(result.repeats()).isEqualTo(3);
        assertThat(result.details()).containsEntry("gemm_share_ours", 0.75);
    }

    @Test
    void countsTheFloorOfAKnownModel() {
        BenchmarkResult result = new Comparison(TrainCase.named("vit-b-32-padded"), 1, 2)
                .result(List.of(new Timing(1, 1, 1, 1)), List.of(new Timing(1, 2, 0, 1)));

        // ViT-B/32 is published as 14.8 GFLOP per pair forward (multiplications and additions); backward is twice that.
        Map<String, Double> details = result.details();
        assertThat(details.get("gflop_per_step")).isCloseTo(3 * 14.8 * 32, within(30.0));
        assertThat(details.get("gflops_ours")).isEqualTo(details.get("gflop_per_step"));
    }

    @Test
    void fillsARepeatWithStepsButMakesAtLeastOne() {
        assertThat(Comparison.stepsPerRepeat(0.5)).isEqualTo(8);
        assertThat(Comparison.stepsPerRepeat(60)).isEqualTo(1);
    }

    @Test
    void refusesToCompareSidesThatComputeDifferentThings() {
        assertThatThrownBy(() -> Comparison.requireSame("first", 3.46, 3.47))
                .hasMessage("Both sides must compute the same loss at the first step, got 3.46 (ours) and 3.47 (peer)");
        assertThatThrownBy(() -> Comparison.requireSame("second", Double.NaN, 3.47))
                .hasMessageContaining("got NaN (ours)");
    }

    @Test
    void listsTheCasesWhenANameIsWrong() {
        assertThatThrownBy(() -> TrainCase.named("smal"))
                .hasMessage("Unknown case 'smal' (expected: small, vit-b-32-padded, vit-b-32-captions, rn50)");
    }

    @Test
    void startsBothSidesFromTheSameTextsOfFullLength() {
        int[] texts = new StartingPoint(TrainCase.named("small")).texts();

        assertThat(texts).hasSize(256 * 32).isEqualTo(new StartingPoint(TrainCase.named("small")).texts());
        assertThat(texts[0]).isEqualTo(49406);
        assertThat(texts[31]).isEqualTo(49407);
        assertThat(texts[30]).isBetween(1, 49405);
    }

    @Test
    void captionsAreAsLongAsThoseOfTheWeb() {
        int[] texts = new StartingPoint(TrainCase.named("vit-b-32-captions")).texts();

        double tokens = IntStream.of(texts).filter(id -> id != 0).count() / 32.0;
        assertThat(tokens).isBetween(12.0, 13.5);
        assertThat(IntStream.of(texts).filter(id -> id == 49407).count()).isEqualTo(32);
    }
}
