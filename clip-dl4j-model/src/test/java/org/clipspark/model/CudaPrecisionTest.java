package org.clipspark.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.NeedsCuda;
import org.clipspark.model.compute.Precision;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole models on a GPU in lower precision against the same models in single precision. */
@ExtendWith(NeedsCuda.class)
class CudaPrecisionTest {
    private static ModelConfig named(String model) {
        return ModelConfig.parse(model.equals("transformer") ? StepTrace.TRANSFORMER : StepTrace.RESIDUAL);
    }

    @ParameterizedTest
    @CsvSource({"transformer, TF32, 1e-2", "transformer, BF16, 5e-2", "residual, TF32, 5e-2", "residual, BF16, 2e-1"})
    void learnsAsInSinglePrecision(String model, Precision precision, double tolerance) {
        try (Backend exact = NeedsCuda.open(Precision.FP32);
                Backend rounded = NeedsCuda.open(precision)) {
            StepTrace.of(named(model), rounded).assertClose(StepTrace.of(named(model), exact), tolerance);
        }
    }

    @ParameterizedTest
    @EnumSource
    void givesTheSameBitsTwice(Precision precision) {
        try (Backend first = NeedsCuda.open(precision);
                Backend second = NeedsCuda.open(precision)) {
            assertThat(StepTrace.of(named("transformer"), second).parameters())
                    .containsExactly(StepTrace.of(named("transformer"), first).parameters());
        }
    }
}
