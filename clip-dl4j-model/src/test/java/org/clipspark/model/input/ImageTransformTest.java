package org.clipspark.model.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.clipspark.image.Region;
import org.clipspark.image.Resampler;
import org.clipspark.image.RgbImage;
import org.junit.jupiter.api.Test;

class ImageTransformTest {
    private static final Augmentation WHOLE = new Augmentation(1, 1, 1, 1, 0, ColourJitter.NONE, 0);

    /** Red counts columns and green counts rows. */
    private static RgbImage ramp(int width, int height) {
        byte[] pixels = new byte[width * height * 3];
        for (int i = 0; i < width * height; i++) {
            pixels[3 * i] = (byte) (i % width);
            pixels[3 * i + 1] = (byte) (i / width);
        }
        return new RgbImage(width, height, pixels);
    }

    private static float[] apply(ImageTransform transform, RgbImage image, long seed) {
        float[] to = new float[transform.length()];
        transform.apply(image, seed, to, 0);
        return to;
    }

    private static int level(float value, int channel) {
        double[] mean = {0.48145466, 0.4578275, 0.40821073};
        double[] deviation = {0.26862954, 0.26130258, 0.27577711};
        return (int) Math.round((value * deviation[channel] + mean[channel]) * 255);
    }

    @Test
    void coloursChangeBySeedInTrainingOnly() {
        Augmentation colours = new Augmentation(1, 1, 1, 1, 0, new ColourJitter(1, 0.4, 0.4, 0.4, 0.1), 0.5);
        ImageTransform training = ImageTransform.training(8, 8, colours);
        byte[] pixels = new byte[8 * 8 * 3];
        new SplittableRandom(1).nextBytes(pixels);
        RgbImage image = new RgbImage(8, 8, pixels);
        float[] once = new float[training.length()];
        float[] again = new float[training.length()];
        float[] other = new float[training.length()];
        float[] plain = new float[training.length()];

        training.apply(image, 3, once, 0);
        training.apply(image, 3, again, 0);
        training.apply(image, 4, other, 0);
        ImageTransform.evaluation(8, 8).apply(image, 3, plain, 0);

        assertThat(again).isEqualTo(once);
        assertThat(other).isNotEqualTo(once);
        assertThat(plain).isNotEqualTo(once);
    }

    @Test
    void writesPatchByPatchAndChannelByChannel() {
        float[] values = apply(ImageTransform.evaluation(4, 2), ramp(4, 4), 0);

        int secondPatchRed = 3 * 2 * 2;
        assertThat(level(values[secondPatchRed], 0)).isEqualTo(2);
        assertThat(level(values[secondPatchRed + 1], 0)).isEqualTo(3);
        assertThat(level(values[secondPatchRed + 2], 0)).isEqualTo(2);
        int thirdPatchGreen = 2 * secondPatchRed + 4;
        assertThat(level(values[thirdPatchGreen], 1)).isEqualTo(2);
        assertThat(level(values[thirdPatchGreen + 3], 1)).isEqualTo(3);
    }

    @Test
    void writesPixelByPixelWithItsChannelsForPatchesOfOnePixel() {
        float[] values = apply(ImageTransform.evaluation(4, 1), ramp(4, 4), 0);

        int thirdOfSecondRow = 3 * (4 + 2);
        assertThat(level(values[thirdOfSecondRow], 0)).isEqualTo(2);
        assertThat(level(values[thirdOfSecondRow + 1], 1)).isEqualTo(1);
        assertThat(level(values[thirdOfSecondRow + 2], 2)).isZero();
    }

    @Test
    void normalisesByMeanAndDeviation() {
        byte[] white = {(byte) 255, (byte) 255, (byte) 255};

        float[] values = apply(ImageTransform.evaluation(1, 1), new RgbImage(1, 1, white), 0);

        assertThat(values).containsExactly(1.9303361f, 2.0748837f, 2.145897f);
    }

    @Test
    void cutsTheCentreInEvaluation() {
        float[] values = apply(ImageTransform.evaluation(4, 4), ramp(9, 4), 0);

        // (9 - 4) / 2 = 2.5 rounds to even.
        assertThat(level(values[0], 0)).isEqualTo(2);
    }

    @Test
    void givesTheSameNumbersForTheSameSeedOnly() {
        ImageTransform transform =
                ImageTransform.training(8, 4, new Augmentation(0.3, 1, 0.75, 4 / 3.0, 0.5, ColourJitter.NONE, 0));
        RgbImage image = ramp(100, 80);

        assertThat(apply(transform, image, 5)).isEqualTo(apply(transform, image, 5));
        assertThat(apply(transform, image, 5)).isNotEqualTo(apply(transform, image, 6));
    }

    @Test
    void mirrorsWithTheGivenProbability() {
        RgbImage image = ramp(8, 8);
        ImageTransform always = ImageTransform.training(8, 8, new Augmentation(1, 1, 1, 1, 1, ColourJitter.NONE, 0));
        ImageTransform half = ImageTransform.training(8, 8, new Augmentation(1, 1, 1, 1, 0.5, ColourJitter.NONE, 0));

        assertThat(level(apply(always, image, 1)[0], 0)).isEqualTo(7);
        assertThat(level(apply(ImageTransform.training(8, 8, WHOLE), image, 1)[0], 0))
                .isZero();
        long mirrored = 0;
        for (int seed = 0; seed < 1000; seed++) {
            mirrored += level(apply(half, image, seed)[0], 0) == 7 ? 1 : 0;
        }
        assertThat(mirrored).isBetween(440L, 560L);
    }

    @Test
    void takesTheLargestCentralPartWhereNoRatioFits() {
        RandomCrop crop =
                new RandomCrop(new Augmentation(0.9, 1, 0.75, 4 / 3.0, 0, ColourJitter.NONE, 0), ImageSize.square(8));

        assertThat(crop.region(400, 30, new SplittableRandom(1))).isEqualTo(new Region(180, 0, 40, 30));
        assertThat(crop.region(30, 400, new SplittableRandom(1))).isEqualTo(new Region(0, 180, 30, 40));
        assertThat(crop.region(1, 9000, new SplittableRandom(1))).isEqualTo(new Region(0, 4499, 1, 1));
    }

    @Test
    void hashesEverythingThatShapesTheNumbers() {
        assertThat(ImageTransform.evaluation(8, 4).hash())
                .hasSize(64)
                .isEqualTo(ImageTransform.evaluation(8, 4).hash())
                .isNotEqualTo(ImageTransform.evaluation(8, 2).hash())
                .isNotEqualTo(ImageTransform.evaluation(16, 4).hash())
                .isNotEqualTo(ImageTransform.training(8, 4, WHOLE).hash());
        assertThat(ImageTransform.training(8, 4, WHOLE).hash())
                .isNotEqualTo(ImageTransform.training(8, 4, new Augmentation(1, 1, 1, 1, 0.5, ColourJitter.NONE, 0))
                        .hash());
    }

    @Test
    void cutsARectangleFromTheCentreOfTheSmallestCover() {
        ImageSize size = new ImageSize(2, 4);
        RgbImage image = ramp(8, 8);

        float[] values = apply(ImageTransform.evaluation(size, 2), image, 0);

        // 8 to 4 on both sides, then the two middle rows: patches of 2 left and right.
        RgbImage cut = Resampler.crop(Resampler.bicubic(image, 4, 4), 0, 1, 4, 2);
        assertThat(values)
                .isEqualTo(apply(ImageTransform.evaluation(size, 2), cut, 0))
                .hasSize(3 * 2 * 4);
        assertThat(level(values[0], 0)).isEqualTo(cut.pixels()[0] & 0xff);
        assertThat(level(values[12], 0)).as("the second patch").isEqualTo(cut.pixels()[6] & 0xff);
    }

    @Test
    void trainsOnRectangles() {
        Augmentation wide = new Augmentation(1, 1, 2, 2, 0, ColourJitter.NONE, 0);
        ImageTransform transform = ImageTransform.training(new ImageSize(2, 4), 2, wide);
        RgbImage image = ramp(4, 2);

        assertThat(apply(transform, image, 3))
                .isEqualTo(apply(ImageTransform.evaluation(new ImageSize(2, 4), 2), image, 0));
        assertThat(transform.hash())
                .isNotEqualTo(
                        ImageTransform.training(new ImageSize(4, 2), 2, wide).hash());
    }

    @Test
    void namesImpossibleSettings() {
        assertThatThrownBy(() -> new ImageSize(-4, 4))
                .hasMessage("image_size must be 1 to 16384 pixels on each side, got [-4, 4]");
        assertThatThrownBy(() -> ImageTransform.evaluation(10, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Image size must be a multiple of the patch size, got imageSize=10 patchSize=4");
        assertThatThrownBy(() -> new Augmentation(0.9, 0.5, 1, 1, 0, ColourJitter.NONE, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("minimumScale=0.9 maximumScale=0.5");
        assertThatThrownBy(() -> new Augmentation(1, 1, Double.NaN, 1, 0, ColourJitter.NONE, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("minimumRatio=NaN");
        assertThatThrownBy(() -> new Augmentation(1, 1, 1, 1, 1.5, ColourJitter.NONE, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Augmentation flipProbability must be within 0 and 1, got 1.5");
        assertThatThrownBy(() -> ImageTransform.evaluation(4, 4).apply(ramp(4, 4), 0, new float[50], 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An image of 48 floats does not fit into 50 from 3");
    }
}
