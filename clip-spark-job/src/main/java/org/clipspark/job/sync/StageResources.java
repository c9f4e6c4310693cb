package org.clipspark.job.sync;

import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceProfile;
import org.apache.spark.resource.ResourceProfileBuilder;
import org.apache.spark.resource.TaskResourceRequests;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What each task of a training stage gets of its executor, where that is not what {@code spark.task.cpus} and {@code
 * spark.task.resource.gpu.amount} say for all stages of the application.
 */
public final class StageResources {
    private static final Logger log = LoggerFactory.getLogger(StageResources.class);

    private final JavaSparkContext spark;
    private final Optional<ResourceProfile> profile;

    private StageResources(JavaSparkContext spark, Optional<ResourceProfile> profile) {
        this.spark = spark;
        this.profile = profile;
    }

    /** What Spark's settings say. */
    public static StageResources ofSpark(JavaSparkContext spark) {
        return new StageResources(spark, Optional.empty());
    }

    /**
     * So many cores and GPUs for each task. Cluster managers that cannot give a stage resources of its own, such as an
     * embedded Spark, leave it with what Spark's settings say; a line of the log tells so.
     *
     * @param cores 0 for {@code spark.task.cpus}
     * @param gpus 0 for none but those of {@code spark.task.resource.gpu.amount}
     */
    public static StageResources of(JavaSparkContext spark, int cores, int gpus) {
        if (cores == 0 && gpus == 0) {
            return ofSpark(spark);
        }
        TaskResourceRequests requests = new TaskResourceRequests();
        if (cores > 0) {
            requests.cpus(cores);
        }
        if (gpus > 0) {
            requests.resource("gpu", gpus);
        }
        ResourceProfile profile = new ResourceProfileBuilder().require(requests).build();
        return new StageResources(spark, registered(spark, profile));
    }

    private static Optional<ResourceProfile> registered(JavaSparkContext spark, ResourceProfile profile) {
        if (spark.isLocal()) {
            // Spark would take the profile and never start a task.
            log.warn("train.taskResources has no effect on an embedded Spark: spark.task.cpus holds");
            return Optional.empty();
        }
        try {
            spark.sc().resourceProfileManager().addResourceProfile(profile);
            return Optional.of(profile);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            // A SparkException, which is checked, though the method does not declare it: the profile is not supported.
            log.warn("train.taskResources has no effect on this cluster manager: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Where the stages run. */
    JavaSparkContext spark() {
        return spark;
    }

    /** The rows, worked on by tasks that get these resources. */
    <T> JavaRDD<T> applyTo(JavaRDD<T> rows) {
        return profile.map(rows::withResources).orElse(rows);
    }

    /** Tasks that can run at once on the executors that are there, by their cores and other resources. */
    public int slots() {
        // Meant for Spark itself, and in every version; there is no other way to count GPUs as its scheduler does.
        SparkContext sc = spark.sc();
        return sc.maxNumConcurrentTasks(
                profile.orElseGet(() -> sc.resourceProfileManager().defaultResourceProfile()));
    }
}
