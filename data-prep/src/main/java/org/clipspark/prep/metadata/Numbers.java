package org.clipspark.prep.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Reads numbers that may be none. */
public final class Numbers {
    /** The largest published image embeddings have a few thousand numbers. */
    private static final int LONGEST_EMBEDDING = 1 << 16;

    private Numbers() {}

    /** The number that a text spells, or not a number. */
    public static double parse(String text) {
        try {
            return text.isBlank() ? Double.NaN : Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    /**
     * An embedding, empty if one of its numbers is not finite or there are more than 65,536.
     *
     * @param count of the numbers
     * @param number at an index
     */
    public static List<Float> embedding(int count, IntToDoubleFunction number) {
        if (count > LONGEST_EMBEDDING) {
            return List.of();
        }
        List<Float> embedding = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            float value = (float) number.applyAsDouble(i);
            if (!Float.isFinite(value)) {
                return List.of();
            }
            embedding.add(value);
        }
        return embedding;
    }
}
