package org.clipspark.job.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.clipspark.job.config.TaskResourceSettings;
import org.junit.jupiter.api.Test;

class SparkGrantsTest {
    private static final long MIB = 1L << 20;
    private static final SparkGrants.Heap HERE =
            new SparkGrants.Heap(1024 * MIB, "-Xmx1g", new MemoryLimit(8192 * MIB, "this machine"));

    @Test
    void holdsAllReplicasAndTheDriversInOneProcessWithoutACluster() {
        List<ProcessGrant> processes = grants(2, Map.of()).processes(HERE);

        assertThat(processes).hasSize(1);
        assertThat(processes.get(0).replicas()).isEqualTo(3);
        assertThat(processes.get(0).heap().bytes()).isEqualTo(1024 * MIB);
        assertThat(processes.get(0).machine().bytes()).isEqualTo(8192 * MIB);
        assertThat(processes.get(0).resident().bytes()).isEqualTo(4096 * MIB);
    }

    @Test
    void givesAnExecutorOnYarnItsHeapAndATenthMoreButNoLessThan384MiB() {
        ProcessGrant executor =
                grants(4, Map.of("spark.master", "yarn")).processes(HERE).get(0);

        assertThat(executor.replicas()).isEqualTo(1);
        assertThat(executor.heap().bytes()).isEqualTo(1024 * MIB);
        assertThat(executor.outside().bytes()).isEqualTo(384 * MIB);
        assertThat(overhead(Map.of("spark.executor.memory", "10g"))).isEqualTo(1024);
        assertThat(overhead(Map.of("spark.executor.memory", "10g", "spark.executor.memoryOverheadFactor", "0.5")))
                .isEqualTo(5120);
        assertThat(overhead(Map.of("spark.executor.memoryOverhead", "2g"))).isEqualTo(2048);
        assertThat(overhead(Map.of("spark.executor.memoryOverhead", "700"))).isEqualTo(700);
    }

    private static long overhead(Map<String, String> settings) {
        SparkConf conf = new SparkConf(false).setMaster("yarn");
        settings.forEach(conf::set);
        return new SparkGrants(conf, 1).processes(HERE).get(0).outside().bytes() / MIB;
    }

    @Test
    void countsNobodysOverheadOnAStandaloneClusterUnlessItIsSet() {
        Map<String, String> standalone = Map.of("spark.master", "spark://host:7077");

        assertThat(grants(2, standalone).processes(HERE))
                .allMatch(process -> process.outside().isUnknown());
        ProcessGrant executor = grants(
                        2, Map.of("spark.master", "spark://host:7077", "spark.executor.memoryOverhead", "512m"))
                .processes(HERE)
                .get(0);
        assertThat(executor.outside().bytes()).isEqualTo(512 * MIB);
    }

    @Test
    void putsAsManyReplicasIntoAnExecutorAsItsCoresAndGpusHaveRoomFor() {
        String master = "spark.master";
        assertThat(grants(8, Map.of(master, "yarn", "spark.executor.cores", "4"))
                        .replicasPerExecutor())
                .isEqualTo(4);
        assertThat(grants(8, Map.of(master, "yarn", "spark.executor.cores", "4", "spark.task.cpus", "4"))
                        .replicasPerExecutor())
                .isEqualTo(1);
        assertThat(grants(
                                8,
                                Map.of(
                                        master,
                                        "k8s://h",
                                        "spark.executor.cores",
                                        "16",
                                        "spark.executor.resource.gpu.amount",
                                        "2",
                                        "spark.task.resource.gpu.amount",
                                        "1"))
                        .replicasPerExecutor())
                .isEqualTo(2);
        assertThat(grants(8, Map.of(master, "local-cluster[2,3,1024]")).replicasPerExecutor())
                .isEqualTo(3);
        assertThat(grants(8, Map.of(master, "spark://host:7077")).replicasPerExecutor())
                .isEqualTo(8);
    }

    @Test
    void countsTheDriversOverheadOnlyInAContainer() {
        assertThat(grants(1, Map.of("spark.master", "yarn"))
                        .processes(HERE)
                        .get(1)
                        .outside()
                        .isUnknown())
                .isTrue();
        assertThat(grants(1, Map.of("spark.master", "yarn", "spark.submit.deployMode", "cluster"))
                        .processes(HERE)
                        .get(1)
                        .outside()
                        .bytes())
                .isEqualTo(384 * MIB);
    }

    @Test
    void countsTheResourcesThatARunGivesItsTasks() {
        SparkConf yarn = new SparkConf(false).setMaster("yarn").set("spark.executor.cores", "8");
        SparkConf embedded = new SparkConf(false).setMaster("local[8]");
        TaskResourceSettings four = new TaskResourceSettings(4, 0);

        assertThat(new SparkGrants(yarn, 8).replicasPerExecutor()).isEqualTo(8);
        assertThat(new SparkGrants(SparkGrants.ofTasks(yarn, four), 8).replicasPerExecutor())
                .isEqualTo(2);
        assertThat(SparkGrants.ofTasks(embedded, four).contains("spark.task.cpus"))
                .isFalse();
    }

    private static SparkGrants grants(int replicas, Map<String, String> settings) {
        SparkConf conf = new SparkConf(false);
        settings.forEach(conf::set);
        return new SparkGrants(conf, replicas);
    }
}
