package org.clipspark.job.robust.task;

import java.io.Serializable;
import org.clipspark.job.embed.CheckpointSource;
import org.clipspark.job.embed.RowScope;
import org.clipspark.job.embed.SplitChoice;
import org.clipspark.job.eval.Embeddings;
import org.clipspark.job.robust.attack.Attack;

/** All that the tasks of an attack need to know, sent to the executors once. */
public final class AttackPlan implements Serializable {
    private static final long serialVersionUID = 1;

    private final CheckpointSource checkpoint;
    private final float[] classifier;
    private final int width;
    private final Rows rows;
    private final Attack attack;
    private final long seed;

    /**
     * Where the images are.
     *
     * @param shards folder of the data set
     * @param split part of it
     * @param scope how many rows of that part
     * @param batchSize images that the model works on at once, at least 1
     */
    public record Rows(String shards, SplitChoice split, RowScope scope, int batchSize) implements Serializable {}

    /**
     * A plan.
     *
     * @param classifier {@code [classes, E]}
     * @param seed of the images' random numbers
     */
    public AttackPlan(CheckpointSource checkpoint, Embeddings classifier, Rows rows, Attack attack, long seed) {
        this.checkpoint = checkpoint;
        this.classifier = classifier.values();
        this.width = classifier.width();
        this.rows = rows;
        this.attack = attack;
        this.seed = seed;
    }

    /** The same with the data set named in another way. */
    AttackPlan withShards(String place) {
        Rows moved = new Rows(place, rows.split(), rows.scope(), rows.batchSize());
        return new AttackPlan(checkpoint, classifier(), moved, attack, seed);
    }

    CheckpointSource checkpoint() {
        return checkpoint;
    }

    Embeddings classifier() {
        return Embeddings.of(classifier, width);
    }

    Rows rows() {
        return rows;
    }

    Attack attack() {
        return attack;
    }

    long seed() {
        return seed;
    }
}
