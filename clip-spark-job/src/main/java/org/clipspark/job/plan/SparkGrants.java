package org.clipspark.job.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.spark.SparkConf;
import org.clipspark.job.config.TaskResourceSettings;
import org.clipspark.job.plan.ProcessGrant.Limit;

/** Which processes a run has by Spark's settings, and what memory each is given. */
final class SparkGrants {
    private static final long MIB = 1L << 20;
    /** Spark's own defaults. */
    private static final String DEFAULT_MEMORY = "1g";

    private static final long LEAST_OVERHEAD_MIB = 384;
    private static final double OVERHEAD_FACTOR = 0.1;

    private final SparkConf conf;
    private final int replicas;

    /** Those of a run of so many replicas; without {@code spark.master} it runs in this process. */
    SparkGrants(SparkConf conf, int replicas) {
        this.conf = conf;
        this.replicas = replicas;
    }

    /** Spark's settings as they hold for the tasks of a run that has resources of its own. */
    static SparkConf ofTasks(SparkConf conf, TaskResourceSettings tasks) {
        SparkConf effective = conf.clone();
        // An embedded Spark has but one kind of task.
        if (!new SparkGrants(conf, 1).isLocal()) {
            if (tasks.cores() > 0) {
                effective.set("spark.task.cpus", String.valueOf(tasks.cores()));
            }
            if (tasks.gpus() > 0) {
                effective.set("spark.task.resource.gpu.amount", String.valueOf(tasks.gpus()));
            }
        }
        return effective;
    }

    /** Whether all of the run is in one process. */
    boolean isLocal() {
        String master = conf.get("spark.master", "local");
        return master.equals("local") || master.startsWith("local[");
    }

    /** Whether a cluster manager ends processes that take more than they asked for. */
    boolean isEnforced() {
        String master = conf.get("spark.master", "local");
        return master.startsWith("yarn") || master.startsWith("k8s");
    }

    /** The processes, by what they do. */
    List<ProcessGrant> processes(Heap here) {
        if (isLocal()) {
            // The driver has a replica of its own, to evaluate with.
            return List.of(new ProcessGrant(
                    "process",
                    replicas + 1,
                    true,
                    new Limit(here.bytes(), "the Java heap (-Xmx)", "CLIP_HEAP=%dm, or spark.driver.memory=%<dm"),
                    Limit.NONE,
                    new Limit(
                            NativeLimit.bytes(here.bytes(), here.javaOptions()),
                            NativeLimit.OPTION,
                            "-D" + NativeLimit.OPTION + "=%dm"),
                    new Limit(here.machine().bytes(), here.machine().source(), "%d")));
        }
        List<ProcessGrant> processes = new ArrayList<>();
        processes.add(grant("executor", replicasPerExecutor(), false));
        processes.add(grant("driver", 1, true));
        return processes;
    }

    /**
     * The Java heap of this process.
     *
     * @param bytes its largest size
     * @param javaOptions options that it was started with
     * @param machine what the machine has
     */
    record Heap(long bytes, String javaOptions, MemoryLimit machine) {}

    private ProcessGrant grant(String role, int held, boolean isDriver) {
        String memory = "spark." + role + ".memory";
        String options = "spark." + role + ".extraJavaOptions";
        long heap = conf.getSizeAsBytes(memory, DEFAULT_MEMORY);
        String javaOptions = conf.get("spark." + role + ".defaultJavaOptions", "") + " " + conf.get(options, "");
        return new ProcessGrant(
                role,
                held,
                isDriver,
                new Limit(heap, memory, memory + "=%dm"),
                isCounted(role) ? overhead(role, heap) : Limit.NONE,
                new Limit(
                        NativeLimit.bytes(heap, javaOptions),
                        NativeLimit.OPTION,
                        options + "=-D" + NativeLimit.OPTION + "=%dm"),
                Limit.NONE);
    }

    private boolean isCounted(String role) {
        boolean isInContainer = role.equals("executor")
                || conf.get("spark.submit.deployMode", "client").equals("cluster");
        // Whoever sets it means it to hold, whatever the cluster manager.
        return isInContainer && (isEnforced() || conf.contains("spark." + role + ".memoryOverhead"));
    }

    private Limit overhead(String role, long heap) {
        String key = "spark." + role + ".memoryOverhead";
        if (conf.contains(key)) {
            return new Limit(conf.getSizeAsMb(key, "0") * MIB, key, key + "=%dm");
        }
        String factorKey = key + "Factor";
        double factor = conf.getDouble(
                factorKey,
                conf.get("spark.master").startsWith("k8s")
                        ? conf.getDouble("spark.kubernetes.memoryOverheadFactor", OVERHEAD_FACTOR)
                        : OVERHEAD_FACTOR);
        long least = conf.getSizeAsMb("spark." + role + ".minMemoryOverhead", LEAST_OVERHEAD_MIB + "m");
        String name = key + " (not set, so by " + factorKey + ")";
        return new Limit(Math.max(least * MIB, (long) (factor * heap)), name, key + "=%dm");
    }

    /** Replicas that one executor may get: as many as its cores and GPUs have room for. */
    int replicasPerExecutor() {
        int slots = replicas;
        OptionalInt cores = executorCores();
        if (cores.isPresent()) {
            slots = Math.min(slots, cores.getAsInt() / conf.getInt("spark.task.cpus", 1));
        }
        double gpusPerTask = conf.getDouble("spark.task.resource.gpu.amount", 0);
        if (gpusPerTask > 0) {
            slots = Math.min(slots, (int) (conf.getInt("spark.executor.resource.gpu.amount", 1) / gpusPerTask));
        }
        return Math.max(1, slots);
    }

    /** Cores of an executor; unknown on a standalone cluster, where it takes all of its worker. */
    private OptionalInt executorCores() {
        String master = conf.get("spark.master", "local");
        if (conf.contains("spark.executor.cores")) {
            return OptionalInt.of(conf.getInt("spark.executor.cores", 1));
        }
        if (master.startsWith("local-cluster[")) {
            return OptionalInt.of(Integer.parseInt(master.split(",", -1)[1].strip()));
        }
        return isEnforced() ? OptionalInt.of(1) : OptionalInt.empty();
    }
}
