package org.clipspark.prep.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class HashBandsPropertyTest {
    @Property(tries = 300)
    void hashesWithinTheDistanceMeetInABucket(
            @ForAll long seed,
            @ForAll @IntRange(min = 3, max = 6) int power,
            @ForAll @IntRange(max = 95) int distance) {
        int bands = 1 << power;
        if (distance / bands > 2) {
            return;
        }
        SplittableRandom random = new SplittableRandom(seed);
        ImageHash hash = new ImageHash(random.nextLong(), random.nextLong(), random.nextLong(), random.nextLong());
        ImageHash other = flipped(hash, distance, random);

        HashBands cut = HashBands.of(distance, bands);

        boolean meet = false;
        for (int band = 0; band < bands; band++) {
            meet |= cut.probes(other, band).contains(cut.bucket(hash, band));
        }
        assertThat(meet).isTrue();
    }

    @Example
    void tooFewBandsForADistanceAreRefused() {
        assertThat(HashBands.of(23, 8).radius()).isEqualTo(2);
        assertThatThrownBy(() -> HashBands.of(24, 8)).hasMessage("8 bands find distances up to 23, got maxDistance 24");
        assertThatThrownBy(() -> HashBands.of(10, 12)).hasMessage("bands must be one of [8, 16, 32, 64], got 12");
        assertThatThrownBy(() -> HashBands.of(96, 64)).hasMessage("maxDistance must be 0 to 95, got 96");
    }

    static ImageHash flipped(ImageHash hash, int bits, SplittableRandom random) {
        long[] words = {hash.first(), hash.second(), hash.third(), hash.fourth()};
        boolean[] isFlipped = new boolean[ImageHash.BITS];
        for (int count = 0; count < bits; ) {
            int bit = random.nextInt(ImageHash.BITS);
            if (!isFlipped[bit]) {
                isFlipped[bit] = true;
                words[bit / 64] ^= 1L << bit % 64;
                count++;
            }
        }
        return new ImageHash(words[0], words[1], words[2], words[3]);
    }
}
