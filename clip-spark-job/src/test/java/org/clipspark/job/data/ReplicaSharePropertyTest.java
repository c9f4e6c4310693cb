package org.clipspark.job.data;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ReplicaSharePropertyTest {
    @Property
    void sharesFollowEachOtherAndDifferByAtMostOneRow(
            @ForAll @LongRange(max = 1_000_000_000_000L) long rows, @ForAll @IntRange(min = 1, max = 64) int replicas) {
        long position = 0;
        for (int replica = 0; replica < replicas; replica++) {
            ReplicaShare share = new ReplicaShare(replica, replicas);
            assertThat(share.from(rows)).isEqualTo(position);
            assertThat(share.rows(rows)).isBetween(rows / replicas, rows / replicas + 1);
            position = share.to(rows);
        }
        assertThat(position).isEqualTo(rows);
    }
}
