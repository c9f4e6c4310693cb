package org.clipspark.model.input;

import java.util.Arrays;
import org.clipspark.image.Resampler;
import org.clipspark.image.RgbImage;

/**
 * Rasters to the numbers an image encoder reads: an image of fixed size, normalised by CLIP's mean and
 * standard deviation. Agrees with open_clip's transforms to the bit before normalisation.
 *
 * <p>The order is that of the patches, {@code [patchRow][patchColumn][C][y][x]}, so that embedding the patches is one
 * matrix product without a copy; a patch of the whole of a square image gives plain {@code [C][H][W]}, and a patch of one
 * pixel {@code [H][W][C]}. Instances are immutable and may be shared by threads.
 */
public final class ImageTransform {
    static final float[] MEAN = {0.48145467f, 0.4578275f, 0.40821072f};
    static final float[] DEVIATION = {0.26862955f, 0.2613026f, 0.2757771f};
    private static final float[][] NORMALISED = normalised();

    private final ImageSize size;
    private final int patchSize;
    private final Cut cut;
    private final String hash;

    private ImageTransform(ImageSize size, int patchSize, Cut cut, String cutName) {
        this.size = size;
        this.patchSize = patchSize;
        this.cut = cut;
        hash = Sha256.of("imageSize=" + size + " patchSize=" + patchSize + " filter=bicubic mean="
                + Arrays.toString(MEAN) + " deviation=" + Arrays.toString(DEVIATION) + " cut=" + cutName);
    }

    /** How an image comes to its size. */
    private interface Cut {
        RgbImage of(RgbImage image, long seed);
    }

    /**
     * The transform of evaluation: as small as it may be to cover the size, then its centre. Uses no seed.
     *
     * @param size of the result, multiples of {@code patchSize}
     * @param patchSize pixels of a patch's side, at least 1
     * @throws IllegalArgumentException if the sizes do not fit
     */
    public static ImageTransform evaluation(ImageSize size, int patchSize) {
        checkSizes(size, patchSize);
        return new ImageTransform(
                size, patchSize, (image, seed) -> Resampler.centre(image, size.width(), size.height()), "centre");
    }

    /** As {@link #evaluation(ImageSize, int)}, of a square of that side. */
    public static ImageTransform evaluation(int imageSize, int patchSize) {
        return evaluation(ImageSize.square(imageSize), patchSize);
    }

    /**
     * The transform of training: a random part of the image, resized, perhaps mirrored and recoloured.
     *
     * @param size of the result, multiples of {@code patchSize}
     * @param patchSize pixels of a patch's side, at least 1
     * @throws IllegalArgumentException if the sizes do not fit
     */
    public static ImageTransform training(ImageSize size, int patchSize, Augmentation augmentation) {
        checkSizes(size, patchSize);
        return new ImageTransform(size, patchSize, new RandomCrop(augmentation, size)::of, augmentation.toString());
    }

    /** As {@link #training(ImageSize, int, Augmentation)}, of a square of that side. */
    public static ImageTransform training(int imageSize, int patchSize, Augmentation augmentation) {
        return training(ImageSize.square(imageSize), patchSize, augmentation);
    }

    private static void checkSizes(ImageSize size, int patchSize) {
        if (!size.isMultipleOf(patchSize)) {
            throw new IllegalArgumentException("Image size must be a multiple of the patch size, got imageSize=" + size
                    + " patchSize=" + patchSize);
        }
    }

    /** Floats per image, {@code 3 * height * width}. */
    public int length() {
        return RgbImage.CHANNELS * size.height() * size.width();
    }

    /**
     * Writes one image as {@link #length} floats, {@code ((v / 255) - mean) / deviation} in float32.
     *
     * @param seed chooses the part, the mirroring and the colours in training; the same seed gives the same numbers
     * @param to array that receives the floats in patch order
     * @param offset index of the first one
     * @throws IllegalArgumentException if they do not fit into the array
     */
    public void apply(RgbImage image, long seed, float[] to, int offset) {
        if (offset < 0 || to.length - length() < offset) {
            throw new IllegalArgumentException(
                    "An image of " + length() + " floats does not fit into " + to.length + " from " + offset);
        }
        byte[] pixels = cut.of(image, seed).pixels();
        int at = offset;
        for (int top = 0; top < size.height(); top += patchSize) {
            for (int left = 0; left < size.width(); left += patchSize) {
                for (int c = 0; c < RgbImage.CHANNELS; c++) {
                    writePatch(pixels, top, left, c, to, at);
                    at += patchSize * patchSize;
                }
            }
        }
    }

    private void writePatch(byte[] pixels, int top, int left, int channel, float[] to, int start) {
        float[] values = NORMALISED[channel];
        int at = start;
        for (int y = top; y < top + patchSize; y++) {
            int from = (y * size.width() + left) * RgbImage.CHANNELS + channel;
            for (int x = 0; x < patchSize; x++) {
                to[at++] = values[pixels[from] & 0xff];
                from += RgbImage.CHANNELS;
            }
        }
    }

    /** Hexadecimal SHA-256 of everything that shapes the numbers; equal hashes mean equal transforms. */
    public String hash() {
        return hash;
    }

    private static float[][] normalised() {
        float[][] values = new float[RgbImage.CHANNELS][256];
        for (int c = 0; c < values.length; c++) {
            for (int v = 0; v < 256; v++) {
                values[c][v] = (v / 255f - MEAN[c]) / DEVIATION[c];
            }
        }
        return values;
    }
}
