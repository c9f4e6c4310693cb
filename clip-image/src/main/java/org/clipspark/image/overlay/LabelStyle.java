package org.clipspark.image.overlay;

/** How a word stands out from the picture. */
public enum LabelStyle {
    /** Black letters on a white rectangle, as on a paper label. */
    BLACK_ON_WHITE,
    /** White letters with a black outline on the picture itself, as in captions of films. */
    OUTLINED
}
