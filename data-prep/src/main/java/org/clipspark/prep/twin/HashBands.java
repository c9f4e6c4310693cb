package org.clipspark.prep.twin;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Multi-index hashing (Norouzi, Punjani and Fleet 2012, "Fast search in Hamming space with multi-index hashing"): hashes
 * that differ in at most d bits differ in at most floor(d / bands) bits of at least one band, so looking up every value
 * within that radius of every band misses no pair.
 *
 * @param bands pieces of a hash
 * @param radius bits in which a looked-up value may differ, 0 to 2
 */
record HashBands(int bands, int radius) implements Serializable {
    private static final List<Integer> BANDS = List.of(8, 16, 32, 64);
    private static final int LARGEST_RADIUS = 2;
    // Unrelated pictures differ in about 128 bits; at 96 the nearest of a million of them come within reach.
    private static final int LARGEST_DISTANCE = 95;

    static HashBands of(int maxDistance, int bands) {
        checkDistance(maxDistance);
        if (!BANDS.contains(bands)) {
            throw new IllegalArgumentException("bands must be one of " + BANDS + ", got " + bands);
        }
        int radius = maxDistance / bands;
        if (radius > LARGEST_RADIUS) {
            throw new IllegalArgumentException(bands + " bands find distances up to "
                    + (bands * (LARGEST_RADIUS + 1) - 1) + ", got maxDistance " + maxDistance);
        }
        return new HashBands(bands, radius);
    }

    static void checkDistance(int maxDistance) {
        if (maxDistance < 0 || maxDistance > LARGEST_DISTANCE) {
            throw new IllegalArgumentException("maxDistance must be 0 to " + LARGEST_DISTANCE + ", got " + maxDistance);
        }
    }

    int width() {
        return ImageHash.BITS / bands;
    }

    /** The name of the bucket of a band: equal bits of different bands are different buckets. */
    long bucket(ImageHash hash, int band) {
        return bucket(band, hash.band(band, bands));
    }

    /** The buckets within the radius of a band, that of {@link #bucket(ImageHash, int)} first. */
    List<Long> probes(ImageHash hash, int band) {
        int value = hash.band(band, bands);
        List<Long> probes = new ArrayList<>();
        probes.add(bucket(band, value));
        if (radius >= 1) {
            for (int i = 0; i < width(); i++) {
                probes.add(bucket(band, value ^ 1 << i));
                for (int j = 0; j < i && radius >= 2; j++) {
                    probes.add(bucket(band, value ^ 1 << i ^ 1 << j));
                }
            }
        }
        return probes;
    }

    private static long bucket(int band, int value) {
        return (long) band << Integer.SIZE | Integer.toUnsignedLong(value);
    }
}
