package org.clipspark.job.config;

import java.io.Serializable;
import java.util.Locale;

/**
 * Section {@code train}.
 *
 * @param backend what computes a step
 * @param precision of products and, with bf16, of activations; only {@link Backend#CUDA} has others than {@link
 *     Precision#FP32}
 * @param replicas copies of the model that learn side by side, one Spark task each, at least 1
 * @param minimumReplicas with how many of them training goes on where executors are missing, from 1 to {@code replicas}
 * @param taskResources cores and GPUs of each replica's task
 * @param threadsPerReplica native threads of each replica, or {@link #THREADS_OF_TASK}
 * @param batchSize pairs that a replica works on at a time, at least 2: a contrastive loss needs a wrong partner
 * @param accumulation such batches per step, at least 1: their gradients are those of one large batch, for one more
 *     forward pass
 * @param activationCheckpointing whether a step keeps only the inputs of the towers' blocks and computes the rest again: the
 *     same gradients for less memory and more time
 * @param epochs passes over the training split, at least 1
 * @param mode what replicas agree on, and how often
 * @param averagingFrequency local steps between two averages, at least 1; with {@code global} the steps between two checks
 *     that all replicas hold the same
 * @param averageEveryStepUntil step of the run until which replicas average after each step; 0 for never
 * @param outer what is done with a mean
 * @param replicaGroup how replicas exchange parameters
 * @param optimizerState what becomes of the optimizer's moments at an average
 * @param lock which layers stay as they are
 * @param patchDropout share of an image's patches that a step leaves out, at least 0 and less than 1; {@link
 *     #PATCH_DROPOUT_OF_MODEL} for that of the model's config
 * @param ema decay of the moving average of parameters, from step to step, that is evaluated and saved beside them; at least
 *     0 and less than 1; 0 for none
 */
public record TrainSettings(
        Backend backend,
        Precision precision,
        int replicas,
        int minimumReplicas,
        TaskResourceSettings taskResources,
        int threadsPerReplica,
        int batchSize,
        int accumulation,
        boolean activationCheckpointing,
        int epochs,
        Mode mode,
        int averagingFrequency,
        long averageEveryStepUntil,
        OuterSettings outer,
        ReplicaGroup replicaGroup,
        OptimizerState optimizerState,
        LockSettings lock,
        double patchDropout,
        double ema)
        implements Serializable {
    /** Stands for as many threads as Spark gives a task cores. */
    public static final int THREADS_OF_TASK = 0;

    /** Stands for the model's own share of patches to leave out. */
    public static final double PATCH_DROPOUT_OF_MODEL = -1;

    /** What computes a step. */
    public enum Backend {
        /** oneDNN primitives and BLAS on the CPU. */
        ONEDNN,
        /** The reference on ND4J. */
        ND4J,
        /** NVIDIA GPUs. */
        CUDA
    }

    /** In what precision a step computes. */
    public enum Precision {
        /** Single. */
        FP32,
        /** Products on tensor cores that round what they read to 10 bits. */
        TF32,
        /** Activations and products in bf16; parameters, sums, statistics and loss in single precision. */
        BF16
    }

    /** What replicas agree on. */
    public enum Mode {
        /** Parameters, every few local steps: each replica compares the pairs of its own batch. */
        AVERAGING,
        /** Gradients, at each step: all replicas' pairs are one batch. */
        GLOBAL
    }

    /** How replicas exchange parameters. */
    public enum ReplicaGroup {
        /** All-reduce over connections between the replicas, within one barrier stage. */
        RING,
        /** Rounds of ordinary Spark tasks through the driver. */
        ROUNDS
    }

    /** What becomes of the optimizer's moments at an average. */
    public enum OptimizerState {
        /** Averaged like the parameters. */
        AVERAGE,
        /** Each replica keeps its own. */
        KEEP,
        /** Set to zero. */
        RESET
    }

    /** Checks the values. */
    public TrainSettings {
        if (backend != Backend.CUDA && precision != Precision.FP32) {
            throw new IllegalArgumentException(
                    "train.precision " + precision.name().toLowerCase(Locale.ROOT)
                            + " needs train.backend cuda; the backends of CPUs have fp32 only");
        }
        Checks.atLeast("train.replicas", 1, replicas);
        Checks.atLeast("train.minimumReplicas", 1, minimumReplicas);
        if (minimumReplicas > replicas) {
            throw new IllegalArgumentException(
                    "train.minimumReplicas must be at most train.replicas = " + replicas + ", got " + minimumReplicas);
        }
        Checks.atLeast("train.threadsPerReplica", THREADS_OF_TASK, threadsPerReplica);
        Checks.atLeast("train.batchSize", 2, batchSize);
        Checks.atLeast("train.accumulation", 1, accumulation);
        if ((long) batchSize * accumulation > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("train.batchSize times train.accumulation must be at most "
                    + Integer.MAX_VALUE + ", got " + batchSize + " and " + accumulation);
        }
        Checks.atLeast("train.epochs", 1, epochs);
        Checks.atLeast("train.averagingFrequency", 1, averagingFrequency);
        Checks.atLeast("train.averageEveryStepUntil", 0, averageEveryStepUntil);
        if (patchDropout != PATCH_DROPOUT_OF_MODEL && !(patchDropout >= 0 && patchDropout < 1)) {
            throw new IllegalArgumentException("train.patchDropout must be at least 0 and less than 1, or -1 for the"
                    + " model's own, got " + patchDropout);
        }
        Checks.fractionBelowOne("train.ema", ema);
    }

    /** Steps from that one of the run to the next average. */
    public int stepsToAverage(long step) {
        return step < averageEveryStepUntil ? 1 : averagingFrequency;
    }

    /** Pairs per step and replica. */
    public int pairsPerStep() {
        return batchSize * accumulation;
    }
}
