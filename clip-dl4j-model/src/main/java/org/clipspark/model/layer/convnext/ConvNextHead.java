package org.clipspark.model.layer.convnext;

import java.util.ArrayList;
import java.util.List;
import org.clipspark.model.compute.Activation;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.TokenRange;
import org.clipspark.model.layer.Initial;
import org.clipspark.model.layer.LayerNorm;
import org.clipspark.model.layer.Linear;
import org.clipspark.model.layer.ParameterSet;
import org.clipspark.model.layer.Stage;
import org.clipspark.model.layer.StageChain;
import org.clipspark.model.layer.TokenMean;

/**
 * End of the image tower: mean over all positions, normalisation, projection. Names are those that open_clip's adapter of
 * timm gives.
 *
 * @param prefix of the tower's names
 * @param inputs channels that are pooled
 * @param outputs width of the embeddings
 * @param projection what leads from the one to the other
 * @param hasBias whether the last matrix of {@link HeadProjection#LINEAR} or {@link HeadProjection#MLP} has a bias
 */
public record ConvNextHead(String prefix, int inputs, int outputs, HeadProjection projection, boolean hasBias) {
    /** Declares all parameters. */
    public void declare(ParameterSet.Declarations declarations) {
        LayerNorm.declare(declarations, normName(), inputs);
        switch (projection) {
            case LINEAR -> linear(declarations, projectionName(), inputs, outputs, hasBias);
            case MLP -> {
                linear(declarations, mlpName(1), inputs, hidden(), true);
                linear(declarations, mlpName(2), hidden(), outputs, hasBias);
            }
            case CLASSIFIER ->
                declarations
                        .add(classifierName() + ".weight", ConvNextTrunk.WEIGHTS, outputs, inputs)
                        .add(classifierName() + ".bias", Initial.ZERO, outputs);
            case NONE -> {}
        }
    }

    /** PyTorch's default: uniform within one over the root of the fan-in. */
    private static void linear(
            ParameterSet.Declarations declarations, String name, int inputs, int outputs, boolean hasBias) {
        Initial initial = new Initial.Uniform(Math.pow(inputs, -0.5));
        declarations.add(name + ".weight", initial, outputs, inputs);
        if (hasBias) {
            declarations.add(name + ".bias", initial, outputs);
        }
    }

    /**
     * The head on declared parameters, {@code [B*P, inputs]} to {@code [B, outputs]}.
     *
     * @param positions of a map, {@code P}
     */
    public Stage bind(Backend backend, ParameterSet parameters, int positions, double epsilon) {
        List<Stage> stages = new ArrayList<>();
        stages.add(new TokenMean(backend, new TokenRange(positions, 0, positions)));
        stages.add(new LayerNorm(backend, parameters, normName(), epsilon));
        switch (projection) {
            case LINEAR -> stages.add(last(backend, parameters, projectionName()));
            case MLP -> {
                stages.add(biased(backend, parameters, mlpName(1)));
                stages.add(new ActivationStage(backend, Activation.GELU));
                stages.add(last(backend, parameters, mlpName(2)));
            }
            case CLASSIFIER -> stages.add(biased(backend, parameters, classifierName()));
            case NONE -> {}
        }
        return new StageChain(stages);
    }

    private Stage last(Backend backend, ParameterSet parameters, String name) {
        return hasBias ? biased(backend, parameters, name) : new UnbiasedLinear(backend, parameters, name + ".weight");
    }

    private static Stage biased(Backend backend, ParameterSet parameters, String name) {
        return new Linear(backend, parameters, name + ".weight", name + ".bias");
    }

    /** What the names of all parameters of the head begin with. */
    public List<String> names() {
        return List.of(prefix + ".trunk.head", prefix + ".head");
    }

    private int hidden() {
        return 2 * outputs;
    }

    private String normName() {
        return prefix + ".trunk.head.norm";
    }

    private String classifierName() {
        return prefix + ".trunk.head.fc";
    }

    private String projectionName() {
        return prefix + ".head.proj";
    }

    private String mlpName(int number) {
        return prefix + ".head.mlp.fc" + number;
    }
}
