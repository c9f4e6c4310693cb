package org.clipspark.job.demo;

/** Colours of objects, far enough apart to be told from each other at any size. */
enum Colour {
    RED(0xDC2828, "red", "scarlet"),
    ORANGE(0xF58C1E, "orange"),
    YELLOW(0xF5DC32, "yellow"),
    GREEN(0x32A546, "green"),
    CYAN(0x3CCDD7, "cyan", "turquoise"),
    BLUE(0x2D55D7, "blue"),
    PURPLE(0x823CB4, "purple", "violet"),
    PINK(0xF58CBE, "pink"),
    BROWN(0x784823, "brown"),
    NAVY(0x1C2A6E, "navy"),
    GREY(0x828282, "grey", "gray"),
    LIME(0xAAE63C, "lime");

    private final int rgb;
    private final String word;
    private final String synonym;

    Colour(int rgb, String word) {
        this(rgb, word, word);
    }

    Colour(int rgb, String word, String synonym) {
        this.rgb = rgb;
        this.word = word;
        this.synonym = synonym;
    }

    /** {@code 0xRRGGBB}. */
    int rgb() {
        return rgb;
    }

    /** The name. */
    String word() {
        return word;
    }

    /** Another word for it; the name again where there is none. */
    String synonym() {
        return synonym;
    }
}
