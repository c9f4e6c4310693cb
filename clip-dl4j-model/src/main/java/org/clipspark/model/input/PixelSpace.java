package org.clipspark.model.input;

import org.clipspark.image.RgbImage;

/**
 * Images as an encoder reads them, told in pixels: where a pixel lies in patch order, and what its value is in [0, 1],
 * from black to full colour. Both orders are one, {@link ImageTransform}'s, so that values convert in place. Arrays may hold
 * any number of images, one behind the other.
 *
 * @param size of the images, multiples of {@code patchSize}
 * @param patchSize pixels of a patch's side, at least 1
 */
public record PixelSpace(ImageSize size, int patchSize) {
    private static final int LEVELS = 255;

    /** Checks that the sizes fit. */
    public PixelSpace {
        if (!size.isMultipleOf(patchSize)) {
            throw new IllegalArgumentException("Image size must be a multiple of the patch size, got imageSize=" + size
                    + " patchSize=" + patchSize);
        }
    }

    /** Floats per image, {@code 3 * height * width}. */
    public int length() {
        return RgbImage.CHANNELS * size.height() * size.width();
    }

    /** Place of a value in its image. */
    public int index(int channel, int y, int x) {
        int patch = y / patchSize * (size.width() / patchSize) + x / patchSize;
        return ((patch * RgbImage.CHANNELS + channel) * patchSize + y % patchSize) * patchSize + x % patchSize;
    }

    /**
     * Values in [0, 1] of images that a transform normalised. Such images have 8 bits a channel, so that the values are
     * exactly {@code v / 255f}.
     */
    public float[] toUnit(float[] normalised) {
        checkLength(normalised);
        float[] unit = new float[normalised.length];
        for (int i = 0; i < unit.length; i++) {
            int c = channel(i);
            double value = (double) normalised[i] * ImageTransform.DEVIATION[c] + ImageTransform.MEAN[c];
            unit[i] = Math.max(0, Math.min(LEVELS, Math.round(value * LEVELS))) / (float) LEVELS;
        }
        return unit;
    }

    /** Normalised values, {@code (u - mean) / deviation} in float32 as {@link ImageTransform} does, of values in [0, 1]. */
    public float[] normalise(float[] unit) {
        checkLength(unit);
        float[] normalised = new float[unit.length];
        for (int i = 0; i < unit.length; i++) {
            int c = channel(i);
            normalised[i] = (unit[i] - ImageTransform.MEAN[c]) / ImageTransform.DEVIATION[c];
        }
        return normalised;
    }

    /** Turns a gradient by normalised values into one by values in [0, 1]. */
    public void gradientToUnitInPlace(float[] gradient) {
        checkLength(gradient);
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] /= ImageTransform.DEVIATION[channel(i)];
        }
    }

    private int channel(int index) {
        return index / (patchSize * patchSize) % RgbImage.CHANNELS;
    }

    private void checkLength(float[] values) {
        if (values.length % length() != 0) {
            throw new IllegalArgumentException(
                    values.length + " values are no whole images of " + length() + " (3 * height * width)");
        }
    }
}
