package org.clipspark.job.sync;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;
import org.clipspark.job.device.DeviceBinding;
import org.clipspark.job.sync.link.Rendezvous;
import org.clipspark.job.sync.link.RingFormation;
import org.clipspark.job.sync.link.RingSecret;
import org.clipspark.job.sync.link.RingTicket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replica groups inside Spark's barrier stages: Spark places the tasks and carries one message, the ring does the rest. */
public final class SparkRing {
    private static final Logger log = LoggerFactory.getLogger(SparkRing.class);

    private SparkRing() {}

    /**
     * Runs the task once on each replica, all at the same time and joined in a group, and returns their rows by rank. A
     * stage that loses an executor is retried by Spark as a whole, with a new ring. Connections are encrypted if the
     * cluster encrypts its own: {@code spark.network.crypto.enabled}, {@code spark.ssl.rpc.enabled} or {@code
     * spark.ssl.enabled}. The secret that proves who belongs to the stage travels in its closure, which Spark then encrypts
     * as well; without {@code spark.authenticate} it is as safe as the network.
     *
     * @param resources of each replica
     * @param replicas at least 1 and at most the task slots of the cluster
     * @param name of the stage, such as the run and the epoch: members of another stage are strangers
     */
    public static <R> List<R> run(
            StageResources resources, int replicas, String name, RingSettings settings, ReplicaTask<R> task) {
        RingSecret secret = RingSecret.random();
        RingSettings protectedSettings =
                ClusterEncryption.apply(resources.spark().getConf(), settings);
        return SparkBridge.runBarrier(resources, replicas, rank -> {
            try (ReplicaGroup group = join(BarrierTaskContext.get(), secret, name, protectedSettings)) {
                return task.run(group);
            }
        });
    }

    /** Joins the group of the stage that this task belongs to; every task of the stage must call it. */
    static ReplicaGroup join(BarrierTaskContext stage, RingSecret secret, String name, RingSettings settings) {
        int size = stage.getTaskInfos().length;
        Optional<DeviceBinding> device = DeviceBinding.of(stage);
        device.ifPresent(gpu -> log.info("stage={} rank={} {}", name, stage.partitionId(), gpu));
        if (size == 1) {
            return ReplicaGroup.solo();
        }
        int rank = stage.partitionId();
        String host = SparkEnv.get().blockManager().blockManagerId().host();
        // A retry of the stage has the same closure and so the same secret: its number keeps old tasks out.
        String ringId = name + "#" + stage.stageId() + "." + stage.stageAttemptNumber();
        try (RingFormation formation = RingFormation.open(resolve(host))) {
            String mine = new Rendezvous(
                            host,
                            formation.port(),
                            rank,
                            size,
                            device.map(DeviceBinding::address).orElse(""))
                    .message();
            List<Rendezvous> members = Arrays.stream(stage.allGather(mine))
                    .map(Rendezvous::parse)
                    .sorted(Comparator.comparingInt(Rendezvous::rank))
                    .toList();
            warnOfShared(members, rank);
            RingTicket ticket = new RingTicket(members, rank, secret, ringId);
            RingGroup group = new RingGroup(rank, formation.join(ticket, settings.links()), settings);
            log.info("ring={} rank={} members={} links={}", ringId, rank, size, group.protection());
            return group;
        }
    }

    private static void warnOfShared(List<Rendezvous> members, int rank) {
        Rendezvous mine = members.get(rank);
        List<Integer> sharing = members.stream()
                .filter(other -> !mine.device().isEmpty()
                        && other.host().equals(mine.host())
                        && other.device().equals(mine.device()))
                .map(Rendezvous::rank)
                .toList();
        if (sharing.size() > 1) {
            log.warn(
                    "Replicas {} share GPU {} of {}: set spark.task.resource.gpu.amount to 1 to give each its own",
                    sharing,
                    mine.device(),
                    mine.host());
        }
    }

    private static InetAddress resolve(String host) {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new UncheckedIOException("Cannot resolve '" + host + "', the name this executor is known by", e);
        }
    }
}
