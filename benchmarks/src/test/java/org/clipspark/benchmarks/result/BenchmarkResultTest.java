package org.clipspark.benchmarks.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchmarkResultTest {
    private static BenchmarkResult result(double ours, double peer, Map<String, Double> details) {
        return new BenchmarkResult("train-step", "small", ours, peer, "pairs/s", 700, 1400, 5, details);
    }

    @Test
    void isOneLineOfJsonInTheAgreedOrderWithItsDetailsLast() {
        Map<String, Double> details = new LinkedHashMap<>();
        details.put("gemm_share_ours", 0.71234);
        details.put("gflop_per_step", 500.0);

        String json = result(120.04999, 80, details).toJson();

        assertThat(json)
                .isEqualTo("{\"bench\":\"train-step\",\"case\":\"small\",\"ours\":120.0,\"peer\":80.0,"
                        + "\"unit\":\"pairs/s\",\"ratio\":1.501,\"peak_mib_ours\":700,\"peak_mib_peer\":1400,"
                        + "\"repeats\":5,\"gemm_share_ours\":0.7123,\"gflop_per_step\":500.0}");
    }

    @Test
    void hasARowAsWideAsItsHeader() {
        assertThat(result(120, 80, Map.of()).toRow()).hasSameSizeAs(BenchmarkResult.header());
    }

    @Test
    void refusesARateThatIsNoPositiveNumber() {
        assertThatThrownBy(() -> result(120, 0, Map.of())).hasMessage("peer must be positive and finite, got 0.0");
        assertThatThrownBy(() -> result(Double.NaN, 80, Map.of()))
                .hasMessage("ours must be positive and finite, got NaN");
    }

    @Test
    void takesTheMiddleOfAnOddNumberOfRepeats() {
        assertThat(Median.of(List.of(9.0, 1.0, 2.0))).isEqualTo(2);
    }

    @Test
    void takesTheMeanOfTheMiddleTwoOfAnEvenNumberOfRepeats() {
        assertThat(Median.of(List.of(9.0, 1.0, 2.0, 4.0))).isEqualTo(3);
    }

    @Test
    void hasNoMedianOfNothing() {
        assertThatThrownBy(() -> Median.of(List.of())).hasMessage("A median needs at least one value, got none");
    }
}
