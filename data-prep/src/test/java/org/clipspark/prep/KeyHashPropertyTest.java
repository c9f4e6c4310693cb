package org.clipspark.prep;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class KeyHashPropertyTest {
    @Property
    void aRangeIsTheFractionTimesTheirNumber(@ForAll long hash, @ForAll @IntRange(min = 1, max = 10_000) int count) {
        int range = KeyHash.range(hash, count);

        assertThat(range).isBetween(0, count - 1);
        assertThat(Math.abs(range - (int) (KeyHash.fraction(hash) * count))).isLessThanOrEqualTo(1);
    }

    @Property
    void rangesFollowTheUnsignedOrder(@ForAll long left, @ForAll long right) {
        long lower = Long.compareUnsigned(left, right) < 0 ? left : right;
        long upper = lower == left ? right : left;

        assertThat(KeyHash.range(lower, 7)).isLessThanOrEqualTo(KeyHash.range(upper, 7));
    }
}
