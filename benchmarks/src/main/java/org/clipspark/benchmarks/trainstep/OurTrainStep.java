package org.clipspark.benchmarks.trainstep;

import java.util.Optional;
import org.clipspark.model.ClipModel;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.loss.ContrastiveLoss;
import org.clipspark.model.optim.Optimizer;
import org.clipspark.model.optim.OptimizerSettings;

/** The step as a replica makes it, on the oneDNN backend. */
final class OurTrainStep implements TrainStep {
    private static final ContrastiveLoss LOSS = ContrastiveLoss.named("softmax");

    private final TimedBackend timed;
    private final ClipModel model;
    private final Optimizer optimizer;
    private final float[] images;
    private final int[] texts;
    private final int batch;

    OurTrainStep(TrainCase trainCase, int threads) {
        timed = TimedBackend.around(Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, threads)));
        batch = trainCase.batch();
        model = ClipModel.create(trainCase.config(), timed.backend(), batch);
        StartingPoint start = new StartingPoint(trainCase);
        FloatVector all = model.parameterVector();
        for (ParameterLayout.Entry entry : model.parameters().layout().entries()) {
            start.parameter(entry, (offset, values, count) -> all.write(entry.offset() + offset, values, 0, count));
        }
        OptimizerSettings settings =
                new OptimizerSettings("adamw", BETA1, BETA2, EPSILON, WEIGHT_DECAY, Optional.empty());
        optimizer = Optimizer.of(settings, timed.backend(), model.parameters());
        images = start.images();
        texts = start.texts();
    }

    @Override
    public double run() {
        model.clearGradients();
        double loss = model.gradients(images, texts, batch, LOSS);
        optimizer.step(LEARNING_RATE);
        model.clampLogitScale(MAXIMUM_LOGIT_SCALE);
        return loss;
    }

    @Override
    public double productSeconds() {
        return timed.productSeconds();
    }

    @Override
    public void close() {
        timed.backend().close();
    }
}
