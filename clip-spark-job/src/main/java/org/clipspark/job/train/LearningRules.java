package org.clipspark.job.train;

import java.util.ArrayList;
import java.util.List;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.config.LockSettings;
import org.clipspark.job.config.OptimizerSettings;
import org.clipspark.model.ClipModel;
import org.clipspark.model.LearningRateScales;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.encoder.LayerGroup;
import org.clipspark.model.encoder.TowerLock;
import org.clipspark.model.optim.ParameterGroup;
import org.clipspark.model.optim.ParameterRules;

/** Which layers of a run's model learn, and how. */
final class LearningRules {
    private final ModelConfig model;
    private final OptimizerSettings optimizer;
    private final TowerLock image;
    private final TowerLock text;

    /**
     * The rules of a configuration.
     *
     * @throws IllegalArgumentException if it leaves more layer groups unlocked than the model's towers have
     */
    LearningRules(JobConfig config, ModelConfig model) {
        LockSettings lock = config.train().lock();
        this.model = model;
        this.optimizer = config.optimizer();
        this.image = lock.image()
                ? new TowerLock(
                        locked("train.lock.imageUnlockedGroups", model.imageLayerGroups(), lock.imageUnlockedGroups()),
                        lock.freezeBatchNorm())
                : TowerLock.NONE;
        this.text = lock.text()
                ? new TowerLock(
                        locked("train.lock.textUnlockedLayers", model.textLayerGroups(), lock.textUnlockedLayers()),
                        false)
                : TowerLock.NONE;
    }

    private static int locked(String key, List<LayerGroup> groups, int unlocked) {
        if (unlocked >= groups.size()) {
            throw new IllegalArgumentException(key + " = " + unlocked + " leaves nothing locked: the tower has "
                    + groups.size() + " layer groups");
        }
        return groups.size() - unlocked;
    }

    /** Locks what is to be locked. */
    void lock(ClipModel clip) {
        clip.lock(image, text);
    }

    /** Learning rate and decay of each parameter. */
    ParameterRules parameterRules() {
        return new ParameterRules(
                optimizer.weightDecayRule(),
                new LearningRateScales(
                        model,
                        new LearningRateScales.Tower(image, optimizer.imageLayerDecay()),
                        new LearningRateScales.Tower(text, optimizer.textLayerDecay())));
    }

    /** The parts of a vector of the model's layout that training changes: all but locked parameters. */
    FloatVector changing(ParameterLayout layout, FloatVector whole) {
        return unlocked(layout, whole, layout.size());
    }

    /** The parts of a vector of the model's layout, or of its trained part, that have gradients. */
    FloatVector learning(ParameterLayout layout, FloatVector whole) {
        return unlocked(layout, whole, layout.trainedSize());
    }

    private FloatVector unlocked(ParameterLayout layout, FloatVector whole, long end) {
        ParameterRules rules = parameterRules();
        List<FloatVector> parts = new ArrayList<>();
        long start = 0;
        for (ParameterLayout.Entry entry : layout.entries()) {
            // Running statistics of a locked tower may move.
            boolean isLocked = entry.offset() < layout.trainedSize()
                    && rules.learningRateScale().applyAsDouble(entry.name()) == 0;
            if (isLocked) {
                parts.add(whole.slice(start, entry.offset() - start));
                start = entry.offset() + entry.shape().size();
            }
        }
        parts.add(whole.slice(start, end - start));
        return FloatVector.concatenation(
                parts.stream().filter(part -> part.size() > 0).toList());
    }

    /** The table of groups of parameters. */
    List<ParameterGroup> groups() {
        return parameterRules().groups(ClipModel.layoutOf(model), optimizer.weightDecay());
    }
}
