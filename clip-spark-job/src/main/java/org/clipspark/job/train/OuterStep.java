package org.clipspark.job.train;

import java.util.Optional;
import org.clipspark.job.config.OuterSettings;
import org.clipspark.job.sync.agreement.OuterOptimizer;
import org.clipspark.model.ClipModel;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.ParameterLayout;

/** The outer optimizer of a replica, over the parameters of its model that learn. */
final class OuterStep {
    /** Name of the velocity in a checkpoint. */
    static final String VELOCITY = "outer_velocity";

    private final OuterSettings settings;
    private final Backend backend;
    private final ClipModel model;
    private final LearningRules rules;
    private final FloatVector velocity;
    private Optional<OuterOptimizer> optimizer = Optional.empty();

    OuterStep(OuterSettings settings, Backend backend, ClipModel model, LearningRules rules) {
        this.settings = settings;
        this.backend = backend;
        this.model = model;
        this.rules = rules;
        this.velocity = allocate();
    }

    private FloatVector allocate() {
        return FloatVector.of(
                backend, backend.allocate(model.parameters().layout().size()));
    }

    /** As long as the model's parameters and buffers; 0 where nothing learns. */
    FloatVector velocity() {
        return velocity;
    }

    /** The next step goes from the parameters as they are now. */
    void start() {
        // A replica that only holds a checkpoint's vectors needs no anchor.
        OuterOptimizer started = optimizer.orElseGet(this::create);
        started.start();
        optimizer = Optional.of(started);
    }

    private OuterOptimizer create() {
        ParameterLayout layout = model.parameters().layout();
        return new OuterOptimizer(
                settings.rule(),
                settings.learningRate(),
                settings.momentum(),
                new OuterOptimizer.State(
                        rules.learning(layout, model.parameterVector()),
                        rules.learning(layout, allocate()),
                        rules.learning(layout, velocity)));
    }

    void step() {
        optimizer
                .orElseThrow(() -> new IllegalStateException("An outer step needs a start"))
                .step();
    }
}
