package org.clipspark.job.train;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.clipspark.job.config.TrainSettings;
import org.clipspark.job.data.SampleCursor;
import org.clipspark.job.sync.ReplicaGroup;
import org.clipspark.job.sync.agreement.VectorDigest;
import org.clipspark.model.compute.FloatVector;

/**
 * How one replica of a ring comes to terms with the others after some steps: who is left out, what the mean is, and whether
 * all hold the same afterwards.
 */
final class Agreement {
    private static final List<SegmentEnd.Choice> CHOICES = List.of(SegmentEnd.Choice.values());

    private final RunPlan plan;
    private final Replica replica;
    private final ReplicaGroup group;
    private final List<SegmentEvent> events = new ArrayList<>();
    private double norm;

    /** Begins where all replicas hold the same. */
    Agreement(RunPlan plan, Replica replica, ReplicaGroup group) {
        this.plan = plan;
        this.replica = replica;
        this.group = group;
        this.norm = VectorDigest.of(replica.learning()).norm();
        replica.depart();
    }

    /**
     * What the replicas found out about each other.
     *
     * @param sickness of this one
     * @param sick how many are sick
     * @param choice what comes next, the same for all
     */
    record Verdict(Optional<String> sickness, int sick, SegmentEnd.Choice choice) {
        boolean isSound() {
            return sickness.isEmpty();
        }
    }

    /** All choose the same: a replica that leaves alone would look lost to the others. */
    Verdict vote(EpochReport way, SegmentEnd.Choice mine) {
        double after = VectorDigest.of(replica.learning()).norm();
        Optional<String> sickness =
                ReplicaHealth.sickness(way, norm, after, plan.config().faults().normSpike());
        double[] votes = new double[CHOICES.size() + 1];
        votes[CHOICES.indexOf(mine)] = 1;
        votes[CHOICES.size()] = sickness.isPresent() ? 1 : 0;
        double[] sums = group.sum(votes);
        SegmentEnd.Choice chosen = SegmentEnd.Choice.GO_ON;
        for (int i = 0; i < CHOICES.size(); i++) {
            chosen = sums[i] > 0 ? CHOICES.get(i) : chosen;
        }
        return new Verdict(sickness, (int) sums[CHOICES.size()], chosen);
    }

    /**
     * Makes all replicas hold the same, sound state.
     *
     * @param verdict of which not all are sick
     * @param samples that this replica learnt from since it last held what the others held
     */
    void agree(Verdict verdict, long samples, SampleCursor cursor) {
        long step = plan.step(cursor);
        double weight = verdict.isSound() ? samples : 0;
        if (plan.config().train().mode() == TrainSettings.Mode.GLOBAL) {
            // What the others hold has its pairs in it: a replica that is sick has lost nothing but its copy.
            repair(verdict.isSound(), step);
            if (verdict.choice() != SegmentEnd.Choice.GO_ON) {
                // All parameters are equal already; running statistics are of each replica's own pairs.
                averageWeights(verdict, weight);
                replica.restoreSteps(step);
            }
        } else {
            verdict.sickness()
                    .ifPresent(reason -> events.add(SegmentEvent.leftOut(group.rank(), step, samples, reason)));
            double total = averageWeights(verdict, weight);
            averageMoments(verdict, weight, step);
            if (total > 0) {
                replica.outerStep();
            }
            repair(verdict.isSound() || total > 0, step);
        }
    }

    private double averageWeights(Verdict verdict, double weight) {
        replica.toMeansOfSquares();
        List<FloatVector> weights = replica.changingWeights();
        double total = 0;
        for (int i = 0; i < weights.size(); i++) {
            total = average(verdict, "weights-" + i, weights.get(i), weight);
        }
        replica.toVariances();
        return total;
    }

    private void averageMoments(Verdict verdict, double weight, long step) {
        TrainSettings.OptimizerState state = plan.config().train().optimizerState();
        // Moments that replicas keep for themselves are still averaged where the checkpoint is written, so that what is
        // restored from it does not depend on which replica wrote it; and where a replica has lost its own.
        boolean isShared = verdict.choice() != SegmentEnd.Choice.GO_ON || verdict.sick() > 0;
        if (state == TrainSettings.OptimizerState.AVERAGE || (state == TrainSettings.OptimizerState.KEEP && isShared)) {
            replica.optimizerState().forEach((name, moments) -> average(verdict, name, moments, weight));
            replica.restoreSteps(step);
        } else if (state == TrainSettings.OptimizerState.RESET) {
            replica.resetOptimizer();
        }
    }

    /** What rounding takes from the vectors of a sick replica must not be kept for later: those travel whole. */
    private double average(Verdict verdict, String name, FloatVector vector, double weight) {
        return verdict.sick() > 0 ? group.averageInPlace(vector, weight) : group.averageInPlace(name, vector, weight);
    }

    /** Compares what the replicas hold; those that differ from most get the state of one of these. */
    private void repair(boolean isTrusted, long step) {
        VectorDigest digest = VectorDigest.of(replica.learning());
        ByteBuffer mine = ByteBuffer.allocate(Long.BYTES + 1);
        mine.putLong(digest.fingerprint()).put((byte) (isTrusted ? 1 : 0));
        List<Optional<Long>> held = group.allGather(mine.array()).stream()
                .map(Agreement::fingerprint)
                .toList();
        int donor = donor(held);
        Optional<Long> common = held.get(donor);
        if (held.stream().anyMatch(one -> !one.equals(common))) {
            replica.vectors().values().forEach(vector -> group.averageInPlace(vector, group.rank() == donor ? 1 : 0));
            replica.restoreSteps(step);
            replica.depart();
            if (isRepaired(held.get(group.rank()), common)) {
                events.add(SegmentEvent.repaired(group.rank(), step, donor));
            }
            digest = VectorDigest.of(replica.learning());
        }
        norm = digest.norm();
    }

    /** In an average, a replica that is not trusted was named as one that is left out. */
    private boolean isRepaired(Optional<Long> mine, Optional<Long> common) {
        boolean isNamed = mine.isEmpty() && plan.config().train().mode() == TrainSettings.Mode.AVERAGING;
        return !isNamed && !mine.equals(common);
    }

    private static Optional<Long> fingerprint(byte[] message) {
        ByteBuffer buffer = ByteBuffer.wrap(message);
        long fingerprint = buffer.getLong();
        return buffer.get() == 1 ? Optional.of(fingerprint) : Optional.empty();
    }

    /** First of the replicas that hold what most hold. */
    private static int donor(List<Optional<Long>> held) {
        Map<Long, Integer> counts = new HashMap<>();
        held.forEach(one -> one.ifPresent(fingerprint -> counts.merge(fingerprint, 1, Integer::sum)));
        int donor = -1;
        int most = 0;
        for (int rank = 0; rank < held.size(); rank++) {
            int count = held.get(rank).map(counts::get).orElse(0);
            if (count > most) {
                most = count;
                donor = rank;
            }
        }
        if (donor < 0) {
            throw new IllegalStateException("No replica holds parameters to go on with");
        }
        return donor;
    }

    /** What happened to this replica so far. */
    List<SegmentEvent> events() {
        return List.copyOf(events);
    }
}
