package org.clipspark.job.demo;

import java.util.List;

/**
 * What an image shows.
 *
 * @param layout how the objects stand to each other
 * @param objects in the order in which the layout names them
 * @param background what they stand on
 */
record Scene(Layout layout, List<SceneObject> objects, Background background) {
    /** Pixels of a side. */
    static final int SIZE = 64;

    /** How objects stand to each other. */
    enum Layout {
        /** One object. */
        SINGLE,
        /** Two or three of a kind. */
        GROUP,
        /** The first is left of the second. */
        LEFT_OF,
        /** The first is above the second. */
        ABOVE
    }

    /** Pale grounds, which every contour stands out from. */
    enum Background {
        PAPER(0xFFFFFF, "plain"),
        CREAM(0xF5E6BE, "warm"),
        MIST(0xC8D7E6, "cool");

        private final int rgb;
        private final String word;

        Background(int rgb, String word) {
            this.rgb = rgb;
            this.word = word;
        }

        int rgb() {
            return rgb;
        }

        String word() {
            return word;
        }
    }
}
