package org.clipspark.job.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.clipspark.job.config.TrainSettings;
import org.clipspark.job.device.DeviceBinding;
import org.clipspark.job.sync.LoopbackAverage;
import org.clipspark.job.train.RunOutline;
import org.clipspark.prep.shard.ShardSplit;

/** What a run will cost: steps, time, bytes and memory, before it begins. */
public final class RunForecast {
    /** Starting a ring: nearly all of it is the one message that Spark carries between the replicas. */
    private static final double SECONDS_PER_SEGMENT = 1.2;

    private static final double BITS_PER_GIGABIT = 1e9;
    /** More threads than that on one machine would measure each other. */
    private static final int MOST_MEMBERS = 4;

    private final RunOutline run;
    private final SparkConf conf;
    private final MemoryForecast memory;
    private final AveragedVectors vectors;

    /** The forecast of a run with Spark's settings, from a process that was started with these options. */
    public RunForecast(RunOutline run, SparkConf conf, String javaOptions) {
        this.run = run;
        this.conf = SparkGrants.ofTasks(conf, run.config().train().taskResources());
        this.memory = MemoryForecast.of(run, conf, javaOptions);
        this.vectors = new AveragedVectors(run);
    }

    /** Settings with which the run would be killed or fail, one line each with what to set; empty if there are none. */
    public List<String> problems() {
        return memory.problems();
    }

    /**
     * Seconds of a step, by a few real steps on this machine, of as many replicas as train side by side in one process.
     *
     * @throws IllegalArgumentException if this machine has not the memory for them, or the data too few batches
     */
    public double secondsPerStep() {
        if (!memory.fitsHere()) {
            throw new IllegalArgumentException("This machine has not the memory to measure a step of "
                    + memory.replicasSideBySide() + " replicas: give --seconds-per-step");
        }
        int configured = run.config().train().threadsPerReplica();
        int threads = configured == TrainSettings.THREADS_OF_TASK
                ? DeviceBinding.threads(conf, conf.getInt("spark.task.cpus", 1))
                : configured;
        return run.secondsPerStep(memory.replicasSideBySide(), threads);
    }

    /** What is known without a step: sizes, bytes and memory. */
    public Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("rows", run.data().rows(ShardSplit.TRAIN));
        figures.put("steps_per_epoch", run.stepsPerEpoch());
        figures.put("total_steps", run.totalSteps());
        figures.put("pairs_per_step", pairsPerStep());
        figures.put("pairs_per_average", pairsPerStep() * averagingFrequency());
        figures.put("averages", averages());
        figures.put("parameters", run.layout().trainedSize());
        figures.put("trained_parameters", run.trainedParameters());
        figures.put("bytes_per_average", bytesPerAverage());
        figures.putAll(memory.figures());
        return figures;
    }

    /**
     * What depends on time.
     *
     * @param secondsPerStep of a replica, positive
     * @param gigabits per second, each way, of the network between executors; not used by replicas of one process
     */
    public Map<String, Object> times(double secondsPerStep, double gigabits) {
        AverageCost average = new AverageCost(secondsPerAverage(gigabits), secondsPerStep, averagingFrequency());
        double seconds = run.totalSteps() * secondsPerStep
                + averages() * average.seconds()
                + segments() * (replicas() > 1 ? SECONDS_PER_SEGMENT : 0);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("seconds_per_step", secondsPerStep);
        figures.put("seconds_per_average", average.seconds());
        figures.put("averaging_frequency", average.averagingFrequency());
        figures.put("averaging_overhead", average.overhead());
        figures.put("suggested_averaging_frequency", average.suggestedFrequency());
        figures.put("train_seconds", seconds);
        figures.put("pairs_per_second", run.totalSteps() * pairsPerStep() / seconds);
        return figures;
    }

    private int replicas() {
        return run.config().train().replicas();
    }

    private long pairsPerStep() {
        return (long) replicas() * run.config().train().pairsPerStep();
    }

    /** Steps between two exchanges once the first phase is over. */
    private int averagingFrequency() {
        TrainSettings train = run.config().train();
        return train.mode() == TrainSettings.Mode.GLOBAL ? 1 : train.averagingFrequency();
    }

    private long averages() {
        long perEpoch = run.stepsPerEpoch();
        long averages = 0;
        for (int epoch = 0; epoch < run.config().train().epochs(); epoch++) {
            long each =
                    Math.max(0, Math.min(run.config().train().averageEveryStepUntil() - epoch * perEpoch, perEpoch));
            averages += each + (perEpoch - each + averagingFrequency() - 1) / averagingFrequency();
        }
        return averages;
    }

    /** Stretches from one checkpoint to the next, as far as they go by steps. */
    private long segments() {
        long every = run.config().checkpoint().everySteps();
        long perEpoch = every == 0 ? 1 : (run.stepsPerEpoch() + every - 1) / every;
        return run.config().train().epochs() * perEpoch;
    }

    private boolean isRing() {
        return run.config().train().replicaGroup() == TrainSettings.ReplicaGroup.RING;
    }

    /** In a ring, what a replica sends, and as much that it receives; in rounds, what passes the driver. */
    private long bytesPerAverage() {
        return isRing() ? eachWay(replicas()) : rounds().bytes();
    }

    private RoundCost rounds() {
        return new RoundCost(vectors.floats() * Float.BYTES, replicas());
    }

    private double secondsPerAverage(double gigabits) {
        double bytesPerSecond = memory.isLocal() ? Double.POSITIVE_INFINITY : gigabits * BITS_PER_GIGABIT / Byte.SIZE;
        if (!isRing()) {
            return rounds().seconds(bytesPerSecond);
        }
        if (replicas() == 1) {
            return 0;
        }
        int members = Math.min(MOST_MEMBERS, replicas());
        double work = LoopbackAverage.seconds(
                        members, vectors.floats(), run.config().sync().ring(), conf)
                * eachWay(replicas())
                / eachWay(members);
        return Math.max(work, bytesPerAverage() / bytesPerSecond);
    }

    /** A member sends every chunk but its own to its owner, and its own to all others. */
    private long eachWay(int members) {
        double share = 2.0 * (members - 1) / members;
        return (long) (share * vectors.floats() * run.config().sync().wire().bytesPerFloat());
    }
}
