package org.clipspark.job.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.network.TransportContext;
import org.apache.spark.network.client.TransportClient;
import org.apache.spark.network.client.TransportClientFactory;
import org.apache.spark.network.server.NoOpRpcHandler;
import org.apache.spark.network.util.MapConfigProvider;
import org.apache.spark.network.util.TransportConf;
import org.clipspark.job.sync.link.LinkSettings.Protection;
import org.clipspark.job.sync.link.Rendezvous;
import org.clipspark.job.sync.link.RingFormation;
import org.clipspark.job.sync.link.RingSecret;
import org.clipspark.job.sync.link.RingTicket;
import org.clipspark.model.compute.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A ring on a cluster that authenticates and encrypts. */
@Timeout(value = 420, unit = TimeUnit.SECONDS)
class EncryptedRingIT {
    private static final RingSettings SETTINGS = RingSettings.DEFAULT.withTimeout(Duration.ofSeconds(20));

    @Test
    void encryptsLinksAndLetsNobodyInWithoutTheSecret() throws Exception {
        Map<String, String> safe = Map.of(
                "spark.authenticate", "true",
                "spark.authenticate.secret", "of this test",
                "spark.network.crypto.enabled", "true");
        try (JavaSparkContext context = LocalClusters.processes(2, safe)) {
            List<String> rows = SparkRing.run(StageResources.ofSpark(context), 2, "safe", SETTINGS, group -> {
                float[] vector = {group.rank(), 4};
                group.averageInPlace(FloatVector.of(vector), 1);
                return SparkEnv.get().executorId() + " " + ((RingGroup) group).protection() + " "
                        + Arrays.toString(vector);
            });
            assertThat(rows).allMatch(row -> row.endsWith(" ENCRYPTED [0.5, 4.0]"));
            assertThat(rows.get(0).charAt(0)).isNotEqualTo(rows.get(1).charAt(0));

            RingSecret secret = RingSecret.random();
            assertThat(SparkBridge.runBarrier(StageResources.ofSpark(context), 2, rank -> knock(rank, secret)))
                    .containsExactly("let in 1", "refused, then let in 0");
            refusesAClientOfSparkItself(context);
        }
    }

    /** Rank 1 comes with another secret first. */
    private static String knock(int rank, RingSecret secret) {
        RingSettings settings = SETTINGS.withProtection(Protection.ENCRYPTED);
        try (RingFormation door = RingFormation.open(InetAddress.getLoopbackAddress())) {
            String mine = new Rendezvous("127.0.0.1", door.port(), rank, 2).message();
            List<Rendezvous> members = Arrays.stream(BarrierTaskContext.get().allGather(mine))
                    .map(Rendezvous::parse)
                    .toList();
            String seen = "";
            if (rank == 1) {
                RingTicket stranger = new RingTicket(members, 1, RingSecret.random(), "knock");
                try {
                    ReplicaGroup.ring(door, stranger, settings.withTimeout(Duration.ofSeconds(1)))
                            .close();
                } catch (UncheckedIOException e) {
                    seen = "refused, then ";
                }
            }
            try (ReplicaGroup group =
                    ReplicaGroup.ring(door, new RingTicket(members, rank, secret, "knock"), settings)) {
                return seen + "let in " + (group.sum((long) group.rank()) - rank);
            }
        }
    }

    private static void refusesAClientOfSparkItself(JavaSparkContext context) throws Exception {
        int port = Integer.parseInt(context.getConf().get("spark.driver.port"));
        TransportConf conf = new TransportConf("rpc", MapConfigProvider.EMPTY);
        try (TransportContext transport = new TransportContext(conf, new NoOpRpcHandler());
                TransportClientFactory factory = transport.createClientFactory();
                TransportClient client = factory.createClient("127.0.0.1", port)) {
            assertThatThrownBy(() -> client.sendRpcSync(ByteBuffer.allocate(64), 20_000))
                    .isInstanceOf(RuntimeException.class);
        }
    }
}
