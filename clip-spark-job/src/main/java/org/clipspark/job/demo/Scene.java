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

    /** Grounds that no object is drawn on if it could be mistaken for them. */
    enum Background {
        PAPER(0xFFFFFF, "light"),
        CREAM(0xFAF0D2, "light"),
        MIST(0xC8D7E6, "light"),
        NIGHT(0x141E32, "dark"),
        SLATE(0x3C3C46, "dark");

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
