package org.clipspark.model;

import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.NeedsCuda;
import org.clipspark.model.compute.Precision;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole models on a GPU against the same models on the CPU. */
@ExtendWith(NeedsCuda.class)
class CudaModelTest {
    @ParameterizedTest
    @ValueSource(strings = {StepTrace.TRANSFORMER, StepTrace.RESIDUAL})
    void learnsAsOnTheCpu(String model) {
        ModelConfig config = ModelConfig.parse(model);
        try (Backend cpu = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1));
                Backend gpu = NeedsCuda.open(Precision.FP32)) {
            StepTrace.of(config, gpu).assertClose(StepTrace.of(config, cpu), 1e-3);
        }
    }
}
