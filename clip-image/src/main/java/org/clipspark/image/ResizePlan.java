package org.clipspark.image;

/**
 * The sizes of a resize: the image is scaled, then put into the middle of a canvas, cut where it is larger and framed
 * in white where it is smaller.
 *
 * @param scaledWidth pixels of a row after scaling; 0 where proportions are so extreme that nothing is left
 * @param scaledHeight pixels of a column after scaling; 0 where nothing is left
 * @param width pixels of a row of the result
 * @param height pixels of a column of the result
 */
public record ResizePlan(int scaledWidth, int scaledHeight, int width, int height) {
    /** Checks the signs. */
    public ResizePlan {
        if (scaledWidth < 0 || scaledHeight < 0 || width < 0 || height < 0) {
            throw new IllegalArgumentException("Sides cannot be negative, got " + scaledWidth + "x" + scaledHeight
                    + " on " + width + "x" + height);
        }
    }

    static ResizePlan scaled(int width, int height) {
        return new ResizePlan(width, height, width, height);
    }

    /** Whether something is left of the image. */
    public boolean isPossible() {
        return scaledWidth > 0 && scaledHeight > 0;
    }

    /** The longer side of the result. */
    public int longerSide() {
        return Math.max(width, height);
    }

    /** Whether an image of the given size comes out as it is. */
    public boolean keeps(int foundWidth, int foundHeight) {
        return equals(scaled(foundWidth, foundHeight));
    }

    /** The part of the scaled image that is on the canvas. */
    Region visible() {
        return new Region(
                Math.max(0, scaledWidth - width) / 2,
                Math.max(0, scaledHeight - height) / 2,
                Math.min(scaledWidth, width),
                Math.min(scaledHeight, height));
    }
}
