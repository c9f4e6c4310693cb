package org.clipspark.job.plan;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.config.TrainSettings;
import org.clipspark.job.data.RowsInMemory;
import org.clipspark.job.train.RunOutline;
import org.clipspark.prep.shard.ShardSplit;

/** What memory the processes of a run take, beside what Spark's settings give them. */
public final class MemoryForecast {
    private static final long MIB = 1L << 20;
    /** Spark, Hadoop and Parquet, idle. */
    private static final long IDLE_HEAP = 160 * MIB;
    /** Spark starts no executor with less than 1.5 times the 300 MiB that it keeps for itself. */
    private static final long LEAST_HEAP = 512 * MIB;
    /** Room in which a collector can work, and what arrays as long as regions of it waste. */
    private static final double ROOM = 1.5;
    /** Rows of embeddings of an image: its own and those of captions, of which five are usual; in parts, then joined. */
    private static final int EMBEDDINGS_PER_IMAGE = 2 * (1 + 5);

    private final RunOutline run;
    private final SparkGrants grants;
    private final ReplicaMemory replica;
    private final List<ProcessNeed> processes;
    private final MemoryLimit machine;

    private MemoryForecast(RunOutline run, SparkGrants grants, SparkGrants.Heap here) {
        this.run = run;
        this.grants = grants;
        this.replica = ReplicaMemory.of(run);
        this.machine = here.machine();
        this.processes = grants.processes(here).stream().map(this::need).toList();
    }

    /**
     * The forecast for a run from this process.
     *
     * @param conf Spark's settings
     * @param javaOptions options that this process was started with
     */
    public static MemoryForecast of(RunOutline run, SparkConf conf, String javaOptions) {
        TrainSettings train = run.config().train();
        return new MemoryForecast(
                run,
                new SparkGrants(SparkGrants.ofTasks(conf, train.taskResources()), train.replicas()),
                new SparkGrants.Heap(Runtime.getRuntime().maxMemory(), javaOptions, MemoryLimit.here()));
    }

    private ProcessNeed need(ProcessGrant grant) {
        int trained = grant.isDriver() ? grant.replicas() - 1 : grant.replicas();
        long live = trained * replica.heapBytes() + (grant.isDriver() ? evaluation() : 0);
        long heap = Math.max(LEAST_HEAP, IDLE_HEAP + (long) (ROOM * live));
        return new ProcessNeed(grant, roundedUp(heap), grant.replicas() * replica.nativeBytes());
    }

    private static long roundedUp(long bytes) {
        long step = 64 * MIB;
        return (bytes + step - 1) / step * step;
    }

    /** What an evaluation keeps on the driver's heap. */
    private long evaluation() {
        JobConfig config = run.config();
        long width = (long) Float.BYTES * run.model().embeddingSize();
        long context = (long) Integer.BYTES * run.model().text().contextLength();
        long images = (long) config.evaluation().batchSize()
                * Float.BYTES
                * run.model().imageLength();
        long prompts = (long) run.data().classNames().size()
                * config.evaluation().templates().size();
        return RowsInMemory.validation(run.data())
                + images
                + EMBEDDINGS_PER_IMAGE * width * run.data().rows(ShardSplit.VALIDATION)
                + prompts * (width + context);
    }

    /** Replicas that train in one process. */
    int replicasSideBySide() {
        return grants.isLocal() ? run.config().train().replicas() : grants.replicasPerExecutor();
    }

    /** Whether replicas reach each other without a network. */
    boolean isLocal() {
        return grants.isLocal();
    }

    /** Whether a cluster manager will end processes by a limit that the user chose: then a run may be refused by it. */
    public static boolean isDecisive(SparkConf conf) {
        return conf.contains("spark.executor.memoryOverhead") && new SparkGrants(conf, 1).isEnforced();
    }

    /** Whether this process can hold the replicas that would train in one. */
    boolean fitsHere() {
        long all = replicasSideBySide() * (replica.nativeBytes() + replica.heapBytes());
        return all < machine.bytes();
    }

    /** Settings with which the run would be killed or fail, one line each with what to set; empty if there are none. */
    public List<String> problems() {
        return processes.stream().flatMap(need -> need.problems().stream()).toList();
    }

    /** The figures in MiB: of a replica, and of each kind of process. */
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("parameters_mib", ProcessNeed.mib(replica.parameters()));
        parts.put("gradients_mib", ProcessNeed.mib(replica.gradients()));
        parts.put("moments_mib", ProcessNeed.mib(replica.moments()));
        parts.put("moving_average_mib", ProcessNeed.mib(replica.movingAverage()));
        parts.put("outer_mib", ProcessNeed.mib(replica.outer()));
        parts.put("activations_mib", ProcessNeed.mib(replica.activations()));
        parts.put("kernels_mib", ProcessNeed.mib(replica.kernels()));
        parts.put("batches_mib", ProcessNeed.mib(replica.batches()));
        parts.put("residuals_mib", ProcessNeed.mib(replica.residuals()));
        figures.put("replica", parts);
        processes.forEach(need -> figures.put(need.grant().name(), need.figures()));
        return figures;
    }
}
