package org.clipspark.image.corrupt.plane;

/** What stands beyond the ends of a row or column {@code a b c d}. */
public enum Border {
    /** The last sample goes on, {@code a a | a b c d | d d}: {@code nearest} in SciPy, {@code REPLICATE} in OpenCV. */
    NEAREST {
        @Override
        public int index(int i, int length) {
            return Math.max(0, Math.min(length - 1, i));
        }
    },

    /** Mirrored about the end, {@code b a | a b c d | d c}: {@code reflect} in SciPy. */
    REFLECT {
        @Override
        public int index(int i, int length) {
            int place = Math.floorMod(i, 2 * length);
            return place < length ? place : 2 * length - 1 - place;
        }
    },

    /** Mirrored about the last sample, {@code c b | a b c d | c b}: {@code REFLECT_101} in OpenCV. */
    MIRROR {
        @Override
        public int index(int i, int length) {
            if (length == 1) {
                return 0;
            }
            int place = Math.floorMod(i, 2 * length - 2);
            return place < length ? place : 2 * length - 2 - place;
        }
    };

    /**
     * Which of the samples stands at a place.
     *
     * @param i any place
     * @param length number of samples, at least 1
     * @return 0 to {@code length - 1}
     */
    public abstract int index(int i, int length);
}
