package org.clipspark.model.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.layer.Initial;
import org.clipspark.model.layer.ParameterSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParameterRulesTest {
    private static final double DECAY = 0.2;

    private static ParameterSet.Declarations parameters() {
        return new ParameterSet.Declarations()
                .add("positional_embedding", Initial.ONE, 2, 3)
                .add("transformer.weight", Initial.ONE, 3, 3)
                .add("visual.attn.weight", Initial.ONE, 3, 3)
                .add("visual.ln_post.weight", Initial.ONE, 3)
                .add("visual.bn1.table", Initial.ONE, 2, 2)
                .addBuffer("visual.bn1.running_mean", Initial.ZERO, 2)
                .add("logit_scale", Initial.ONE);
    }

    private static List<ParameterGroup> groups(ParameterRules rules) {
        try (Backend backend = Backend.named("nd4j", new BackendSettings(ElementType.FLOAT32, 1))) {
            return rules.groups(parameters().bind(backend).layout(), DECAY);
        }
    }

    @Test
    void theNewerRuleGoesByDimensionsAndKnownEmbeddings() {
        assertThat(groups(ParameterRules.ALIKE))
                .containsExactly(
                        new ParameterGroup(
                                1, DECAY, 22, List.of("transformer.weight", "visual.attn.weight", "visual.bn1.table")),
                        new ParameterGroup(
                                1, 0, 10, List.of("positional_embedding", "visual.ln_post.weight", "logit_scale")));
    }

    @Test
    void theOlderRuleGoesByNames() {
        assertThat(groups(new ParameterRules(WeightDecayRule.NAMES, name -> 1)))
                .containsExactly(
                        new ParameterGroup(
                                1,
                                DECAY,
                                24,
                                List.of("positional_embedding", "transformer.weight", "visual.attn.weight")),
                        new ParameterGroup(
                                1, 0, 8, List.of("visual.ln_post.weight", "visual.bn1.table", "logit_scale")));
    }

    @Test
    void lockedParametersAreAGroupOfTheirOwnThatIsNotDecayed() {
        List<ParameterGroup> groups =
                groups(new ParameterRules(WeightDecayRule.DIMENSIONS, name -> name.startsWith("visual.") ? 0 : 0.5));

        assertThat(groups)
                .extracting(ParameterGroup::learningRateScale, ParameterGroup::weightDecay, ParameterGroup::isLocked)
                .containsExactly(tuple(0.5, DECAY, false), tuple(0.5, 0.0, false), tuple(0.0, 0.0, true));
        assertThat(groups.get(2).elements()).isEqualTo(16);
    }

    @Test
    void refusesAScaleThatIsNoNumber() {
        assertThatThrownBy(() -> groups(new ParameterRules(WeightDecayRule.DIMENSIONS, name -> Double.NaN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The learning rate scale of positional_embedding must be a number of at least 0, got NaN");
    }

    /** The first step of Adam has size 1: values 1, gradient 1 become 1 - lr * scale, decayed ones less lr * decay * 1. */
    @ParameterizedTest
    @CsvSource({"adamw,0.5,0.001", "sgd,0.5,0"})
    void everyParameterMovesByItsOwnRate(String optimizer, double scale, double decayed) {
        try (Backend backend = Backend.named("nd4j", new BackendSettings(ElementType.FLOAT64, 1))) {
            ParameterSet parameters = parameters().bind(backend);
            parameters.initialise(1);
            backend.fill(parameters.gradients(), 1);
            ParameterRules rules = new ParameterRules(
                    WeightDecayRule.DIMENSIONS,
                    name -> name.equals("visual.attn.weight") ? 0 : name.startsWith("visual.") ? scale : 1);
            OptimizerSettings settings = new OptimizerSettings(optimizer, 0.9, 0.98, 1e-12, 0.1, Optional.empty());

            Optimizer.of(settings, backend, parameters, rules).step(0.01);

            double step = 0.01;
            assertThat(first(backend, parameters, "visual.attn.weight")).isEqualTo(1);
            assertThat(first(backend, parameters, "visual.ln_post.weight")).isCloseTo(1 - step * scale, within(1e-9));
            assertThat(first(backend, parameters, "visual.bn1.table"))
                    .isCloseTo(1 - step * scale - decayed * scale, within(1e-9));
            assertThat(first(backend, parameters, "transformer.weight")).isCloseTo(1 - step - decayed, within(1e-9));
            assertThat(first(backend, parameters, "logit_scale")).isCloseTo(1 - step, within(1e-9));
            assertThat(first(backend, parameters, "visual.bn1.running_mean")).isZero();
        }
    }

    private static double first(Backend backend, ParameterSet parameters, String name) {
        double[] value = new double[1];
        backend.read(parameters.value(name), 0, value, 0, 1);
        return value[0];
    }
}
