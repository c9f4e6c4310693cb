package org.clipspark.model.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.layer.Initial;
import org.clipspark.model.layer.ParameterSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WeightAverageTest {
    private final Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1));
    private final ParameterSet parameters = new ParameterSet.Declarations()
            .add("weight", Initial.ONE, 2)
            .addBuffer("bn.running_mean", Initial.ONE, 1)
            .addBuffer("bn.num_batches_tracked", Initial.ZERO)
            .bind(backend);

    @AfterEach
    void close() {
        backend.close();
    }

    /** {@code decay^n w_0 + (1 - decay) sum of decay^(n-i) w_i}. */
    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.9, 0.9999})
    void isTheWeightedSumOfAllValuesSinceItsStart(double decay) {
        WeightAverage average = new WeightAverage(backend, parameters, decay);
        parameters.initialise(1);
        average.start();
        for (int step = 1; step <= 10; step++) {
            write(3 + step, -step, 2 * step, step);
            average.update();
        }
        double weightSum = 0;
        double sum = 0;
        double mean = 0;
        for (int step = 1; step <= 10; step++) {
            double share = (1 - decay) * Math.pow(decay, 10.0 - step);
            weightSum += share;
            sum += share * (3 + step);
            mean += share * 2 * step;
        }
        double kept = Math.pow(decay, 10);

        float[] actual = new float[4];
        backend.read(average.values(), 0, actual, 0, 4);
        assertThat(weightSum + kept).isCloseTo(1, within(1e-12));
        assertThat((double) actual[0]).isCloseTo(kept + sum, within(1e-5));
        assertThat((double) actual[2]).isCloseTo(kept + mean, within(1e-5));
        assertThat(actual[3]).as("a counter is no average").isEqualTo(10);
    }

    private void write(double... values) {
        backend.write(parameters.values(), 0, values, 0, values.length);
    }

    @Test
    void theMeanOfTwoAveragesIsTheAverageOfTheMean() {
        ParameterSet other =
                new ParameterSet.Declarations().add("weight", Initial.ONE, 4).bind(backend);
        ParameterSet mean =
                new ParameterSet.Declarations().add("weight", Initial.ONE, 4).bind(backend);
        WeightAverage first = new WeightAverage(backend, parameters, 0.7);
        WeightAverage second = new WeightAverage(backend, other, 0.7);
        WeightAverage ofMean = new WeightAverage(backend, mean, 0.7);
        for (int step = 1; step <= 5; step++) {
            write(step, step * step, 1.0 / step, 0);
            backend.write(other.values(), 0, new double[] {3 * step, 1, -step, 0}, 0, 4);
            backend.write(
                    mean.values(),
                    0,
                    new double[] {2 * step, (step * step + 1) / 2.0, (1.0 / step - step) / 2, 0},
                    0,
                    4);
            first.update();
            second.update();
            ofMean.update();
        }

        float[][] values = new float[3][4];
        backend.read(first.values(), 0, values[0], 0, 4);
        backend.read(second.values(), 0, values[1], 0, 4);
        backend.read(ofMean.values(), 0, values[2], 0, 4);
        for (int i = 0; i < 4; i++) {
            assertThat((values[0][i] + values[1][i]) / 2).isCloseTo(values[2][i], within(1e-5f));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, Double.NaN})
    void refusesADecayThatIsNone(double decay) {
        assertThatThrownBy(() -> new WeightAverage(backend, parameters, decay))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The decay of a moving average must be above 0 and below 1, got " + decay);
    }
}
