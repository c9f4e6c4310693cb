package org.clipspark.benchmarks.allreduce;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;
import org.clipspark.job.sync.ReplicaGroup;
import org.clipspark.job.sync.RingSettings;
import org.clipspark.job.sync.link.LinkSettings.Protection;
import org.clipspark.job.sync.link.Rendezvous;
import org.clipspark.job.sync.link.RingFormation;
import org.clipspark.job.sync.link.RingSecret;
import org.clipspark.job.sync.link.RingTicket;
import org.clipspark.job.sync.reduce.WireFormat;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.compute.FloatVector;
import org.clipspark.model.compute.Tensor;

/** Ours: the mean of a tensor of the training backend, as replicas compute it. */
final class RingExchange implements Exchange {
    private static final String HOST = InetAddress.getLoopbackAddress().getHostAddress();

    private final int rank;
    private final RingFormation formation = RingFormation.open(InetAddress.getLoopbackAddress());
    private final Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1));
    private final FloatVector vector;
    private final RingSettings settings;
    private ReplicaGroup group = ReplicaGroup.solo();

    RingExchange(int rank, AllReduceCase what) {
        this.rank = rank;
        this.settings = settings(what.kind());
        Tensor tensor = backend.allocate(what.floats());
        backend.fill(tensor, 1 + 2 * rank);
        this.vector = FloatVector.of(backend, tensor);
    }

    private static RingSettings settings(AllReduceCase.Kind kind) {
        return switch (kind) {
            case FLOAT32 -> RingSettings.DEFAULT;
            case BFLOAT16 -> RingSettings.DEFAULT.withWire(WireFormat.BFLOAT16);
            case ENCRYPTED -> RingSettings.DEFAULT.withProtection(Protection.ENCRYPTED);
        };
    }

    /** A fresh secret in letters, for the processes of one exchange. */
    static String secret() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(RingSecret.random());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write a secret to memory", e);
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    private static RingSecret secret(String letters) {
        byte[] bytes = Base64.getDecoder().decode(letters);
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (RingSecret) in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalArgumentException("Not a secret", e);
        }
    }

    @Override
    public int port() {
        return formation.port();
    }

    @Override
    public void join(int[] ports, String secret) {
        List<Rendezvous> members = IntStream.range(0, ports.length)
                .mapToObj(member -> new Rendezvous(HOST, ports[member], member, ports.length))
                .toList();
        RingTicket ticket = new RingTicket(members, rank, secret(secret), "benchmark");
        group = ReplicaGroup.ring(formation, ticket, settings);
    }

    @Override
    public void round() {
        group.averageInPlace("vector", vector, 1);
    }

    @Override
    public void verify() {
        float[] element = new float[1];
        for (long at : new long[] {0, vector.size() / 2, vector.size() - 1}) {
            vector.read(at, element, 0, 1);
            if (element[0] != 2) {
                throw new IllegalStateException("The mean of 1 and 3 is 2, got " + element[0] + " at " + at);
            }
        }
    }

    @Override
    public void close() {
        group.close();
        formation.close();
        backend.close();
    }
}
