package org.clipspark.job.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.server.NoOpRpcHandler;
import org.apache.spark.network.util.MapConfigProvider;
import org.apache.spark.network.util.TransportConf;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.sync.LocalClusters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Training on a cluster whose members prove themselves to each other and encrypt what they say. */
@Timeout(value = 420, unit = TimeUnit.SECONDS)
class SecureClusterIT {
    private static final Map<String, String> SECURE = Map.of(
            "spark.authenticate", "true",
            "spark.authenticate.secret", "a secret of this test",
            "spark.network.crypto.enabled", "true");
    private static final int TIMEOUT_MILLISECONDS = 20_000;

    @TempDir
    private Path folder;

    @Test
    void trainsAndRefusesAClientWithoutTheSecret() throws IOException, InterruptedException {
        try (JavaSparkContext spark = LocalClusters.processes(2, SECURE)) {
            SparkSession session =
                    SparkSession.builder().config(spark.getConf()).getOrCreate();
            SmallRun run = SmallRun.prepare(session, folder);

            TrainResult result = run.train(session, run.config("secure", "train.epochs=1"));

            // Four whole batches of 16 for each of two replicas.
            assertThat(result.clock().samplesSeen()).isEqualTo(2 * 4 * 16);
            int port = spark.sc().conf().getInt("spark.driver.port", 0);
            assertThat(port).isPositive();
            assertThatThrownBy(() -> askWithoutSecret(port)).hasMessageContaining("Expected SaslMessage");
        }
    }

    private static ByteBuffer askWithoutSecret(int port) throws IOException, InterruptedException {
        TransportConf conf = new TransportConf("rpc", MapConfigProvider.EMPTY);
        try (TransportContext context = new TransportContext(conf, new NoOpRpcHandler());
                TransportClientFactory clients = context.createClientFactory(List.of());
                TransportClient client = clients.createClient("127.0.0.1", port)) {
            return client.sendRpcSync(
                    ByteBuffer.wrap("who is there".getBytes(StandardCharsets.UTF_8)), TIMEOUT_MILLISECONDS);
        }
    }
}
