package org.clipspark.job.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class ProcessNeedTest {
    private static final long MIB = 1L << 20;
    private static final SparkGrants.Heap HERE =
            new SparkGrants.Heap(1024 * MIB, "", new MemoryLimit(2048 * MIB, "this container"));

    @Test
    void namesTheOverheadThatIsTooSmallAndTheValueToSet() {
        ProcessNeed need = executor(Map.of("spark.executor.memory", "1g"), 512 * MIB, 1000 * MIB);

        assertThat(need.problems())
                .containsExactly("spark.executor.memoryOverhead (not set, so by spark.executor.memoryOverheadFactor) is"
                        + " 384 MiB, but the executor takes 1,448 MiB outside of its Java heap: set"
                        + " spark.executor.memoryOverhead=1448m");
        assertThat(executor(
                                Map.of("spark.executor.memory", "1g", "spark.executor.memoryOverhead", "1448m"),
                                512 * MIB,
                                1000 * MIB)
                        .problems())
                .isEmpty();
    }

    @Test
    void namesTheHeapThatIsTooSmall() {
        ProcessNeed need = executor(
                Map.of("spark.executor.memory", "1g", "spark.executor.memoryOverhead", "4g"), 1536 * MIB, 100 * MIB);

        assertThat(need.problems())
                .containsExactly(
                        "spark.executor.memory is 1,024 MiB, but the executor keeps up to 1,536 MiB on its Java"
                                + " heap: set spark.executor.memory=1536m");
    }

    @Test
    void namesTheLimitOfJavaCppThatTensorsWouldReach() {
        ProcessNeed need = executor(
                Map.of("spark.executor.memory", "1g", "spark.executor.memoryOverhead", "8g"), 512 * MIB, 4000 * MIB);

        assertThat(need.problems())
                .containsExactly("org.bytedeco.javacpp.maxPhysicalBytes is 4,096 MiB, but the executor takes 5,472 MiB"
                        + " in all: set"
                        + " spark.executor.extraJavaOptions=-Dorg.bytedeco.javacpp.maxPhysicalBytes=5472m");
    }

    @Test
    void refusesARunThatIsLargerThanTheMachine() {
        ProcessGrant grant =
                new SparkGrants(new SparkConf(false), 1).processes(HERE).get(0);

        assertThat(new ProcessNeed(grant, 512 * MIB, 2000 * MIB).problems())
                .containsExactly("this container has 2,048 MiB of memory, but the process takes 3,472 MiB: lower"
                        + " train.batchSize or train.replicas, or set train.activationCheckpointing=true");
    }

    @Test
    void saysHowManyReplicasShareTheProcess() {
        ProcessNeed need = executor(
                Map.of("spark.executor.cores", "2", "spark.executor.memoryOverhead", "4g"), 2048 * MIB, 100 * MIB);

        assertThat(need.problems())
                .containsExactly("spark.executor.memory is 1,024 MiB, but the executor of 2 replicas keeps up to 2,048"
                        + " MiB on its Java heap: set spark.executor.memory=2048m");
    }

    private static ProcessNeed executor(Map<String, String> settings, long heapBytes, long nativeBytes) {
        SparkConf conf = new SparkConf(false).setMaster("yarn");
        settings.forEach(conf::set);
        return new ProcessNeed(new SparkGrants(conf, 2).processes(HERE).get(0), heapBytes, nativeBytes);
    }
}
