package org.clipspark.model.layer.convolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.clipspark.model.compute.Arena;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.layer.Initial;
import org.clipspark.model.layer.Mode;
import org.clipspark.model.layer.ParameterSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BatchNormTest {
    private final Backend backend = Backend.named("nd4j", new BackendSettings(ElementType.FLOAT64, 1));
    private final Arena arena = new Arena(backend, 1000);
    private final ParameterSet parameters = declared().bind(backend);
    private final BatchNorm norm = new BatchNorm(backend, parameters, "bn", BatchNorm.End.LINEAR);

    private static ParameterSet.Declarations declared() {
        ParameterSet.Declarations declarations = new ParameterSet.Declarations();
        BatchNorm.declare(declarations, "bn", 2, Initial.ONE);
        return declarations;
    }

    @BeforeEach
    void initialise() {
        parameters.initialise(0);
    }

    @AfterEach
    void close() {
        backend.close();
    }

    private Tensor rows(double... values) {
        Tensor tensor = backend.allocate(values.length / 2, 2);
        backend.write(tensor, 0, values, 0, values.length);
        return tensor;
    }

    private double[] values(Tensor tensor) {
        double[] values = new double[(int) tensor.size()];
        backend.read(tensor, 0, values, 0, values.length);
        return values;
    }

    private double[] value(String name) {
        return values(parameters.value(name));
    }

    private Tensor forward(Tensor x, Mode mode) {
        Tensor y = arena.take(x.shape());
        norm.forward(norm.room(arena, x), x, y, mode);
        return y;
    }

    @Test
    void movesTheRunningStatisticsATenthOfTheWayToThoseOfTheBatch() {
        forward(rows(1, 10, 3, 30), Mode.TRAINING);

        assertThat(value("bn.running_mean")).containsExactly(new double[] {0.2, 2}, within(1e-12));
        // Unbiased variances of the batch: 2 and 200.
        assertThat(value("bn.running_var")).containsExactly(new double[] {0.9 + 0.2, 0.9 + 20}, within(1e-12));
        assertThat(value("bn.num_batches_tracked")).containsExactly(1);
    }

    @Test
    void normalizesByTheBatchInTrainingAndByTheRunningStatisticsInEvaluation() {
        double[] trained = values(forward(rows(1, 10, 3, 30), Mode.TRAINING));
        double[] before = value("bn.running_mean");
        double[] evaluated = values(forward(rows(1.2, 2), Mode.EVALUATION));

        assertThat(trained).containsExactly(new double[] {-1, -1, 1, 1}, within(1e-5));
        assertThat(evaluated).containsExactly(new double[] {1 / Math.sqrt(1.1), 0}, within(1e-5));
        assertThat(value("bn.running_mean")).containsExactly(before);
        assertThat(value("bn.num_batches_tracked")).containsExactly(1);
    }

    @Test
    void keepsItsStatisticsBehindWhatIsTrained() {
        assertThat(parameters.layout().trainedSize()).isEqualTo(4);
        assertThat(parameters.layout().size()).isEqualTo(9);
        assertThat(parameters.layout().trainedEntries())
                .extracting(entry -> entry.name())
                .containsExactly("bn.weight", "bn.bias");
        assertThat(parameters.layout().entry("bn.running_mean").offset()).isEqualTo(4);
    }

    @Test
    void refusesToLearnFromASingleRow() {
        assertThatThrownBy(() -> forward(rows(1, 2), Mode.TRAINING))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("bn needs more than one value per channel in training, got [1, 2]");
    }
}
