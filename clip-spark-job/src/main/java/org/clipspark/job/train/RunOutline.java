package org.clipspark.job.train;

import org.apache.hadoop.conf.Configuration;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.data.ShardReader;
import org.clipspark.job.weights.InitialWeights;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.StepMemory;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;
import org.clipspark.model.optim.ParameterGroup;

/** What a run will be, found from its settings, the data's manifest and shapes, before anything of it is allocated. */
public final class RunOutline {
    private final RunPlan plan;
    private final ShardReader data;
    private final ParameterLayout layout;
    private final LearningRules rules;

    private RunOutline(RunPlan plan, ShardReader data) {
        this.plan = plan;
        this.data = data;
        this.layout = ClipModel.layoutOf(plan.model());
        this.rules = new LearningRules(plan.config(), plan.model());
    }

    /**
     * The outline of a run.
     *
     * @throws IllegalArgumentException if the configuration does not fit the data, the model, its weights or the tokenizer
     * @throws java.io.UncheckedIOException if the data's manifest or a file that the configuration names cannot be read
     */
    public static RunOutline of(JobConfig config, Configuration hadoop) {
        ShardReader data = ShardReader.open(config.data(), hadoop);
        InitialWeights weights =
                InitialWeights.named(config.model().weights(), config.run().seed());
        return new RunOutline(Trainer.plan(config, RunIdentity.fresh(config), weights, data, hadoop), data);
    }

    /** The run's settings. */
    public JobConfig config() {
        return plan.config();
    }

    /** The model as the run trains it. */
    public ModelConfig model() {
        return plan.model();
    }

    /** The data of all sources. */
    public ShardReader data() {
        return data;
    }

    /** What a replica's model has memory for. */
    public StepMemory stepMemory() {
        return ReplicaParts.memory(plan.config().train(), ReplicaPlace.ofTrial(1));
    }

    /** Steps of one epoch. */
    public long stepsPerEpoch() {
        return plan.stepsPerEpoch();
    }

    /** Steps of the run. */
    public long totalSteps() {
        return plan.totalSteps();
    }

    /** Names and shapes of the model's parameters and buffers. */
    public ParameterLayout layout() {
        return layout;
    }

    /** Parameters that learn. */
    public long trainedParameters() {
        return rules.groups().stream()
                .filter(group -> !group.isLocked())
                .mapToLong(ParameterGroup::elements)
                .sum();
    }

    /** Floats of the parameter vector that training changes, which is what replicas of a ring exchange of it. */
    public long changingFloats() {
        return rules.changing(layout, new Unallocated(layout.size())).size();
    }

    /** Floats of the gradients of the parameters that learn. */
    public long learningFloats() {
        return rules.learning(layout, new Unallocated(layout.size())).size();
    }

    /**
     * Seconds of one step, waiting for its batch included, measured by real steps of so many replicas side by side in this
     * process, which takes the memory that they take.
     *
     * @throws IllegalArgumentException if an epoch has too few batches to measure
     */
    public double secondsPerStep(int replicas, int threadsOfEach) {
        return new StepTrial(plan).seconds(replicas, threadsOfEach);
    }

    /** A vector of which only the length is asked. */
    private record Unallocated(long size) implements FloatVector {
        @Override
        public void read(long offset, float[] to, int toIndex, int count) {
            throw new UnsupportedOperationException("Nothing is allocated");
        }

        @Override
        public void write(long offset, float[] from, int fromIndex, int count) {
            throw new UnsupportedOperationException("Nothing is allocated");
        }
    }
}
