package org.clipspark.model.input;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * Size of the images that a tower reads, {@code vision_cfg.image_size}: one number for a square, or {@code [height,
 * width]}.
 *
 * @param height rows of pixels, 1 to 16384
 * @param width columns of pixels, 1 to 16384
 */
public record ImageSize(int height, int width) {
    private static final int LARGEST = 1 << 14;

    /** Checks the sides. */
    public ImageSize {
        if (height < 1 || height > LARGEST || width < 1 || width > LARGEST) {
            throw new IllegalArgumentException("image_size must be 1 to " + LARGEST + " pixels on each side, got "
                    + (height == width ? String.valueOf(height) : List.of(height, width)));
        }
    }

    /** A square. */
    public static ImageSize square(int side) {
        return new ImageSize(side, side);
    }

    /**
     * The size that a config states.
     *
     * @throws IllegalArgumentException if it is neither a number nor two of them, or one is impossible
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static ImageSize parse(JsonNode node) {
        if (node.isInt()) {
            return square(node.intValue());
        }
        if (node.isArray()
                && node.size() == 2
                && node.get(0).isInt()
                && node.get(1).isInt()) {
            return new ImageSize(node.get(0).intValue(), node.get(1).intValue());
        }
        throw new IllegalArgumentException("image_size must be a whole number or [height, width], got " + node);
    }

    /** Whether both sides are equal. */
    public boolean isSquare() {
        return height == width;
    }

    /** Whether patches of that side cover the image. */
    public boolean isMultipleOf(int patchSize) {
        return patchSize >= 1 && height % patchSize == 0 && width % patchSize == 0;
    }

    /** As in a config. */
    @JsonValue
    Object schemaValue() {
        return isSquare() ? (Object) height : List.of(height, width);
    }

    @Override
    public String toString() {
        return schemaValue().toString();
    }
}
