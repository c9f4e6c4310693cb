package org.clipspark.job.sync;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.clipspark.job.sync.RingExchange.Operation;
import org.clipspark.job.sync.link.LinkSettings.Protection;
import org.clipspark.job.sync.link.PeerLink;
import org.clipspark.job.sync.reduce.ReducePass;
import org.clipspark.job.sync.reduce.Residual;
import org.clipspark.job.sync.reduce.SliceBuffers;
import org.clipspark.job.sync.reduce.Weights;
import org.clipspark.job.sync.reduce.WireFormat;
import org.clipspark.model.compute.FloatVector;

/** Members on different executors, each joined to each by an authenticated connection. */
final class RingGroup implements ReplicaGroup {
    private final int rank;
    private final RingExchange exchange;
    private final RingSettings settings;
    private final Map<WireFormat, SliceBuffers> buffers = new HashMap<>();
    private final Map<String, Residual> residuals = new HashMap<>();
    private boolean closed;

    /** Takes over the links, one per other member. */
    RingGroup(int rank, List<PeerLink> links, RingSettings settings) {
        this.rank = rank;
        this.exchange = new RingExchange(
                rank,
                links.stream().sorted(Comparator.comparingInt(PeerLink::rank)).toList());
        this.settings = settings;
    }

    /** What the connections of this member are safe from. */
    Protection protection() {
        return exchange.peers().get(0).protection();
    }

    @Override
    public int rank() {
        return rank;
    }

    @Override
    public int size() {
        return exchange.peers().size() + 1;
    }

    @Override
    public double averageInPlace(FloatVector vector, double weight) {
        Weights.check(weight);
        return guarded(() -> average(vector, weight, Optional.empty()));
    }

    @Override
    public double averageInPlace(String name, FloatVector vector, double weight) {
        Weights.check(weight);
        return guarded(() -> average(vector, weight, residual(name, vector)));
    }

    @Override
    public void sumInPlace(FloatVector vector) {
        guarded(() -> add(vector, Optional.empty()));
    }

    @Override
    public void sumInPlace(String name, FloatVector vector) {
        guarded(() -> add(vector, residual(name, vector)));
    }

    @Override
    public double[] sum(double[] values) {
        return guarded(() -> {
            ByteBuffer mine = ByteBuffer.allocate(Math.multiplyExact(values.length, Double.BYTES));
            mine.asDoubleBuffer().put(values);
            double[] sums = new double[values.length];
            for (byte[] theirs : sameLength(exchange.run(Operation.SUM, mine.array()))) {
                ByteBuffer buffer = ByteBuffer.wrap(theirs);
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += buffer.getDouble();
                }
            }
            return sums;
        });
    }

    @Override
    public long sum(long value) {
        return guarded(() -> {
            byte[] mine = ByteBuffer.allocate(Long.BYTES).putLong(value).array();
            return sameLength(exchange.run(Operation.SUM, mine)).stream()
                    .mapToLong(theirs -> ByteBuffer.wrap(theirs).getLong())
                    .reduce(0, Math::addExact);
        });
    }

    @Override
    public List<byte[]> allGather(byte[] payload) {
        if (payload.length > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "A member may contribute at most " + MAX_PAYLOAD_BYTES + " bytes, got " + payload.length);
        }
        return guarded(() -> exchange.run(Operation.GATHER, payload.clone()));
    }

    @Override
    public void barrier() {
        guarded(() -> exchange.run(Operation.BARRIER, new byte[0]));
    }

    @Override
    public void close() {
        closed = true;
        exchange.close();
    }

    /** A member that failed once is out of step for good: closing tells the others at once. */
    private <T> T guarded(Supplier<T> operation) {
        if (closed) {
            throw new IllegalStateException("The group of replica " + rank + " is closed");
        }
        boolean done = false;
        try {
            T result = operation.get();
            done = true;
            return result;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    private double average(FloatVector vector, double weight, Optional<Residual> residual) {
        Weights weights = Weights.mean(announce(Operation.MEAN_OF_VECTORS, vector, weight));
        if (weights.total() > 0) {
            reduce(vector, weights, residual);
        }
        return weights.total();
    }

    private Weights add(FloatVector vector, Optional<Residual> residual) {
        Weights weights = Weights.sum(announce(Operation.SUM_OF_VECTORS, vector, 1).length);
        reduce(vector, weights, residual);
        return weights;
    }

    private void reduce(FloatVector vector, Weights weights, Optional<Residual> residual) {
        WireFormat format = residual.isPresent() ? settings.wire() : WireFormat.FLOAT32;
        SliceBuffers slices = buffers.computeIfAbsent(
                format, wire -> new SliceBuffers(exchange.peers().size(), wire, settings.sliceFloats()));
        ReducePass pass = new ReducePass(exchange.peers(), weights, vector, residual, slices);
        exchange.sendWhile(pass::sendTo, pass::receive);
    }

    private Optional<Residual> residual(String name, FloatVector vector) {
        if (settings.wire() == WireFormat.FLOAT32) {
            return Optional.empty();
        }
        Residual residual = residuals.computeIfAbsent(name, absent -> new Residual(vector.size()));
        if (residual.size() != vector.size()) {
            throw new IllegalArgumentException("Vector '" + name + "' must keep its length, got " + vector.size()
                    + " floats after " + residual.size());
        }
        return Optional.of(residual);
    }

    /** The weights of all members, whose vectors turn out to be as long as this one's. */
    private double[] announce(Operation operation, FloatVector vector, double weight) {
        ByteBuffer mine = ByteBuffer.allocate(Long.BYTES + Double.BYTES);
        mine.putLong(vector.size()).putDouble(weight);
        List<byte[]> announced = exchange.run(operation, mine.array());
        double[] weights = new double[announced.size()];
        for (int member = 0; member < weights.length; member++) {
            ByteBuffer theirs = ByteBuffer.wrap(announced.get(member));
            long length = theirs.getLong();
            if (length != vector.size()) {
                throw new IllegalArgumentException("Vectors must be equally long on all replicas, got " + length
                        + " floats from replica " + member + " and " + vector.size() + " here");
            }
            weights[member] = theirs.getDouble();
        }
        return weights;
    }

    private List<byte[]> sameLength(List<byte[]> all) {
        int expected = all.get(rank).length;
        for (int member = 0; member < all.size(); member++) {
            if (all.get(member).length != expected) {
                throw new IllegalArgumentException("Values to sum must be equally many, got "
                        + all.get(member).length / Double.BYTES + " from replica " + member + " and "
                        + expected / Double.BYTES + " here");
            }
        }
        return all;
    }
}
