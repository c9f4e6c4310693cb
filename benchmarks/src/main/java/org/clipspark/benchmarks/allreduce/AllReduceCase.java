package org.clipspark.benchmarks.allreduce;

import java.util.List;
import java.util.Locale;

/**
 * What is averaged, and how it travels.
 *
 * @param name of the case
 * @param kind how the vector travels
 * @param floats in the vector, at least 1
 * @param rounds averages per turn, so that small ones fill a time that can be measured
 */
record AllReduceCase(String name, Kind kind, long floats, int rounds) {
    /** How a vector travels. */
    enum Kind {
        /** As it is. */
        FLOAT32,
        /** Rounded, with error feedback: half the bytes. */
        BFLOAT16,
        /** As it is, over encrypted connections. */
        ENCRYPTED
    }

    /** ViT-B/32 with its text tower. */
    private static final long VIT_B_32 = 151_277_313;

    static List<AllReduceCase> all() {
        return List.of(
                new AllReduceCase("vit-b-32", Kind.FLOAT32, VIT_B_32, 1),
                new AllReduceCase("vit-b-32-bf16", Kind.BFLOAT16, VIT_B_32, 1),
                new AllReduceCase("vit-b-32-sealed", Kind.ENCRYPTED, VIT_B_32, 1),
                new AllReduceCase("16m", Kind.FLOAT32, 16_000_000, 8),
                new AllReduceCase("1m", Kind.FLOAT32, 1_000_000, 50),
                new AllReduceCase("1mb", Kind.FLOAT32, 262_144, 200),
                new AllReduceCase("2kb", Kind.FLOAT32, 512, 1000));
    }

    /**
     * The case of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    static AllReduceCase named(String name) {
        List<String> names = all().stream().map(AllReduceCase::name).toList();
        return all().stream()
                .filter(each -> each.name().equals(name.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "Unknown case '" + name + "' (expected: " + String.join(", ", names) + ")"));
    }
}
