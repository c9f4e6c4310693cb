package org.clipspark.benchmarks.scaling;

import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.spark.SparkEnv;
import org.clipspark.benchmarks.process.PeakMemory;
import org.clipspark.job.sync.ReplicaGroup;
import org.clipspark.model.ClipModel;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.Tensor;
import org.clipspark.model.loss.ContrastiveLoss;
import org.clipspark.model.optim.Optimizer;
import org.clipspark.model.optim.OptimizerSettings;

/** A replica that learns from one batch again and again, on one thread, and averages as training does. */
final class ScalingReplica implements AutoCloseable {
    /** {@code conf/model/small.json}. */
    private static final ModelConfig SMALL = ModelConfig.parse("""
            {"embed_dim": 192,
             "vision_cfg": {"image_size": 32, "patch_size": 4, "width": 192, "layers": 6, "head_width": 64},
             "text_cfg": {"context_length": 32, "vocab_size": 49408, "width": 192, "heads": 3, "layers": 4}}
            """);

    private static final ContrastiveLoss LOSS = ContrastiveLoss.named("softmax");
    private static final OptimizerSettings ADAMW =
            new OptimizerSettings("adamw", 0.9, 0.98, 1e-6, 0.2, Optional.empty());
    private static final double LEARNING_RATE = 1e-4;
    private static final double NANOSECONDS = 1e9;
    /** Steps that compile and fault memory in before the clock starts. */
    private static final int WARM_UP_STEPS = 3;

    private final ScalingRun run;
    private final Backend backend;
    private final ClipModel model;
    private final Optimizer optimizer;
    private final float[] images;
    private final int[] texts;

    private ScalingReplica(ScalingRun run, int rank) {
        this.run = run;
        this.backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1));
        this.model = ClipModel.create(SMALL, backend, run.batch());
        model.initialise(1);
        this.optimizer = Optimizer.of(ADAMW, backend, model.parameters());
        SplittableRandom random = new SplittableRandom(rank);
        this.images = images(random, run.batch());
        this.texts = texts(random, run.batch());
    }

    private static float[] images(SplittableRandom random, int batch) {
        float[] images = new float[batch * SMALL.imageLength()];
        for (int i = 0; i < images.length; i++) {
            images[i] = (float) random.nextDouble(-1, 1);
        }
        return images;
    }

    /** Texts as long as the context, the longest work there is. */
    private static int[] texts(SplittableRandom random, int batch) {
        int context = SMALL.text().contextLength();
        int end = SMALL.text().vocabularySize() - 1;
        int[] texts = new int[batch * context];
        for (int i = 0; i < texts.length; i++) {
            int place = i % context;
            texts[i] = place == 0 ? end - 1 : place == context - 1 ? end : random.nextInt(1, end - 1);
        }
        return texts;
    }

    /** A replica's part in a turn. */
    static ReplicaTurn turn(ScalingRun run, ReplicaGroup group) {
        try (ScalingReplica replica = new ScalingReplica(run, group.rank())) {
            replica.steps(WARM_UP_STEPS);
            replica.average(group);
            group.barrier();
            return replica.measure(group);
        }
    }

    private ReplicaTurn measure(ReplicaGroup group) {
        long start = System.nanoTime();
        long sync = 0;
        for (int round = 0; round < run.rounds(); round++) {
            steps(run.steps());
            long learnt = System.nanoTime();
            average(group);
            sync += System.nanoTime() - learnt;
        }
        return new ReplicaTurn(
                SparkEnv.get().executorId(),
                (System.nanoTime() - start) / NANOSECONDS,
                sync / NANOSECONDS,
                PeakMemory.mib());
    }

    private void steps(int count) {
        for (int step = 0; step < count; step++) {
            model.clearGradients();
            double loss = model.gradients(images, texts, run.batch(), LOSS);
            if (!Double.isFinite(loss)) {
                throw new IllegalStateException("The loss is " + loss + ": what is measured would not be training");
            }
            optimizer.step(LEARNING_RATE);
        }
    }

    private void average(ReplicaGroup group) {
        double samples = (double) run.batch() * run.steps();
        group.averageInPlace(model.parameterVector(), samples);
        for (Tensor state : optimizer.state().values()) {
            group.averageInPlace(FloatVector.of(backend, state), samples);
        }
    }

    @Override
    public void close() {
        backend.close();
    }
}
