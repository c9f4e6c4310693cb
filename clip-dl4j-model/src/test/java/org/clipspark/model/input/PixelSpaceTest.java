package org.clipspark.model.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.clipspark.image.RgbImage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PixelSpaceTest {
    private static final ImageSize SIZE = new ImageSize(8, 12);

    /** Every value of a byte comes up in every channel. */
    private static byte[] pixels() {
        byte[] pixels = new byte[3 * 8 * 12];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (7 * i);
        }
        return pixels;
    }

    private static float[] transformed(int patchSize) {
        float[] normalised = new float[3 * 8 * 12];
        ImageTransform.evaluation(SIZE, patchSize).apply(new RgbImage(12, 8, pixels()), 0, normalised, 0);
        return normalised;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void findsEveryPixelWhereTheTransformPutIt(int patchSize) {
        PixelSpace space = new PixelSpace(SIZE, patchSize);

        float[] unit = space.toUnit(transformed(patchSize));

        byte[] pixels = pixels();
        for (int y = 0; y < 8; y++) {
            for (int x = 0; x < 12; x++) {
                for (int c = 0; c < 3; c++) {
                    int value = pixels[(y * 12 + x) * 3 + c] & 0xff;
                    assertThat(unit[space.index(c, y, x)]).isEqualTo(value / 255f);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void unitAndNormalisedValuesAreTheSameImagesToTheBit(int patchSize) {
        PixelSpace space = new PixelSpace(SIZE, patchSize);
        float[] normalised = transformed(patchSize);

        assertThat(space.normalise(space.toUnit(normalised))).isEqualTo(normalised);
    }

    @Test
    void everyLevelOfEveryChannelComesBackExactly() {
        PixelSpace space = new PixelSpace(ImageSize.square(16), 1);
        float[] unit = new float[space.length()];
        for (int i = 0; i < unit.length; i++) {
            int level = i / 3;
            unit[i] = level / 255f;
        }

        assertThat(space.toUnit(space.normalise(unit))).isEqualTo(unit);
    }

    @Test
    void aGradientGrowsByWhatNormalisationDividesBy() {
        PixelSpace space = new PixelSpace(ImageSize.square(2), 2);
        float[] gradient = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};

        space.gradientToUnitInPlace(gradient);

        float r = 1 / 0.26862955f;
        float g = 1 / 0.2613026f;
        float b = 1 / 0.2757771f;
        assertThat(gradient).containsExactly(r, r, r, r, g, g, g, g, b, b, b, b);
    }

    @Test
    void refusesPartsOfImagesAndSizesThatDoNotFit() {
        assertThatThrownBy(() -> new PixelSpace(ImageSize.square(2), 2).toUnit(new float[13]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("13 values are no whole images of 12 (3 * height * width)");
        assertThatThrownBy(() -> new PixelSpace(ImageSize.square(3), 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Image size must be a multiple of the patch size, got imageSize=3 patchSize=2");
    }
}
