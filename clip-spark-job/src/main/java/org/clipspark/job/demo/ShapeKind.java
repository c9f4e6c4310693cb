package org.clipspark.job.demo;

/** Shapes of objects, told from each other even at a dozen pixels. */
enum ShapeKind {
    CIRCLE("circle", "disc"),
    SQUARE("square", "box"),
    TRIANGLE("triangle"),
    STAR("star"),
    CROSS("cross", "plus sign"),
    HEART("heart"),
    RING("ring", "hoop"),
    CRESCENT("crescent", "moon"),
    ARROW("arrow"),
    DIAMOND("diamond", "rhombus");

    private final String word;
    private final String synonym;

    ShapeKind(String word) {
        this(word, word);
    }

    ShapeKind(String word, String synonym) {
        this.word = word;
        this.synonym = synonym;
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
