package org.clipspark.job.train;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/**
 * Replicas that stay warm in an executor between stages, by plan and rank. A replica is out while it works; one that
 * comes back says which checkpoint it equals, and only the stage that starts from that checkpoint takes it as it is.
 */
final class ReplicaPool {
    private static final Map<Key, Warm> IDLE = new HashMap<>();

    private ReplicaPool() {}

    private record Key(String plan, int rank) {}

    /** A replica with its input, and the key of the checkpoint whose state it has, see {@link Segment}. */
    record Warm(Replica replica, ReplicaInput input, String key) {}

    /** Takes the replica of that plan and rank out of the pool, or makes one; those of other plans are freed. */
    static synchronized Warm take(RunPlan plan, int rank) {
        Iterator<Map.Entry<Key, Warm>> idle = IDLE.entrySet().iterator();
        while (idle.hasNext()) {
            Map.Entry<Key, Warm> entry = idle.next();
            if (!entry.getKey().plan().equals(plan.poolKey())) {
                entry.getValue().replica().close();
                idle.remove();
            }
        }
        ReplicaPlace place = ReplicaPlace.ofTask(plan.config().train());
        Warm warm = IDLE.remove(new Key(plan.poolKey(), rank));
        if (warm != null && warm.replica().device() == place.device()) {
            return warm;
        }
        if (warm != null) {
            // Its task got another GPU this time, and its own may be another replica's now.
            warm.replica().close();
        }
        return new Warm(new Replica(plan, place), new ReplicaInput(plan), "");
    }

    /** Puts a replica back whose state is that of a checkpoint; an empty key is that of none. */
    static synchronized void giveBack(RunPlan plan, int rank, Warm warm, String key) {
        Warm old = IDLE.put(new Key(plan.poolKey(), rank), new Warm(warm.replica(), warm.input(), key));
        if (old != null) {
            old.replica().close();
        }
    }
}
