package org.clipspark.image;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a resize to a size makes of the proportions of an image. All but {@link #SHORTEST_SIDE} are img2dataset's
 * ({@code resize_mode}) with its sizes to the pixel: sides that follow are rounded half to even.
 */
public enum ResizeMode {
    /** The image keeps its size. */
    NO("no"),
    /** The longer side gets the size; white above and below, or left and right, makes it a square. */
    BORDER("border"),
    /** The shorter side gets the size, the longer one follows. */
    KEEP_RATIO("keep_ratio"),
    /** The longer side gets the size, the shorter one follows. */
    KEEP_RATIO_LARGEST("keep_ratio_largest"),
    /** The central square of {@link #KEEP_RATIO}. */
    CENTER_CROP("center_crop"),
    /** Both sides get the size; proportions are lost. */
    FIXED("fixed"),
    /** {@link #KEEP_RATIO} with the longer side rounded down, as torchvision and open_clip do when they load. */
    SHORTEST_SIDE("shortest_side");

    private final String label;

    ResizeMode(String label) {
        this.label = label;
    }

    /**
     * The mode of a name.
     *
     * @throws IllegalArgumentException if there is none, with the names that there are
     */
    public static ResizeMode named(String name) {
        return Arrays.stream(values())
                .filter(mode -> mode.label.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown resize mode '" + name + "' (expected: "
                        + Arrays.stream(values()).map(ResizeMode::label).collect(Collectors.joining(", ")) + ")"));
    }

    /** Name in configurations: that of img2dataset. */
    public String label() {
        return label;
    }

    /** Length of the side that decides: the longer one where the image must fit, else the shorter one. */
    int decisive(int width, int height) {
        return switch (this) {
            case BORDER, KEEP_RATIO_LARGEST, FIXED -> Math.max(width, height);
            case NO, KEEP_RATIO, CENTER_CROP, SHORTEST_SIDE -> Math.min(width, height);
        };
    }
}
