package org.clipspark.model.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.clipspark.image.ColourAdjustment;
import org.clipspark.image.RgbImage;
import org.junit.jupiter.api.Test;

class ColourJitterTest {
    private static final int DRAWS = 2000;
    private static final ColourJitter ALL = new ColourJitter(0.8, 0.4, 0.4, 0.4, 0.1);

    private static RgbImage image() {
        byte[] pixels = new byte[4 * 4 * 3];
        new SplittableRandom(1).nextBytes(pixels);
        return new RgbImage(4, 4, pixels);
    }

    @Test
    void changesThatShareOfTheImagesAndEqualSeedsChangeAlike() {
        RgbImage image = image();
        int changed = 0;
        for (int seed = 0; seed < DRAWS; seed++) {
            RgbImage once = ALL.of(image, new SplittableRandom(seed));
            assertThat(ALL.of(image, new SplittableRandom(seed)).pixels()).isEqualTo(once.pixels());
            changed += once == image ? 0 : 1;
        }

        assertThat(changed).isBetween((int) (0.77 * DRAWS), (int) (0.83 * DRAWS));
    }

    /** A pixel of 100 shows the factor of its brightness to 1 %: uniform within 0.6 and 1.4. */
    @Test
    void factorsAreUniformAroundOne() {
        ColourJitter brightness = new ColourJitter(1, 0.4, 0, 0, 0);
        RgbImage grey = new RgbImage(1, 1, new byte[] {100, 100, 100});
        double[] values = new double[DRAWS];
        for (int seed = 0; seed < DRAWS; seed++) {
            values[seed] = brightness.of(grey, new SplittableRandom(seed)).pixels()[0] & 0xff;
        }

        assertThat(Arrays.stream(values).min().orElseThrow()).isBetween(60.0, 61.0);
        assertThat(Arrays.stream(values).max().orElseThrow()).isBetween(138.0, 140.0);
        assertThat(Arrays.stream(values).average().orElseThrow()).isBetween(98.0, 101.0);
    }

    @Test
    void aStrengthAboveOneNeverMakesAFactorNegative() {
        ColourJitter saturation = new ColourJitter(1, 0, 0, 3, 0);
        RgbImage red = new RgbImage(1, 1, new byte[] {(byte) 200, 0, 0});
        for (int seed = 0; seed < DRAWS; seed++) {
            byte[] pixel = saturation.of(red, new SplittableRandom(seed)).pixels();
            assertThat(pixel[0] & 0xff).isGreaterThanOrEqualTo(pixel[1] & 0xff);
        }
    }

    @Test
    void everyOrderOfTheFourChangesIsEquallyLikely() {
        Map<List<Integer>, Integer> counts = new HashMap<>();
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 24 * 200; i++) {
            List<Integer> order =
                    Arrays.stream(ColourJitter.order(random)).boxed().toList();
            counts.merge(order, 1, Integer::sum);
        }

        assertThat(counts).hasSize(24);
        assertThat(counts.values()).allSatisfy(count -> assertThat(count).isBetween(140, 260));
    }

    @Test
    void changesAreMadeInTheirOrder() {
        ColourJitter jitter = new ColourJitter(1, 0.9, 0.9, 0, 0);
        RgbImage two = new RgbImage(2, 1, new byte[] {40, 40, 40, 80, 80, 80});
        for (int seed = 0; seed < 50; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            random.nextDouble();
            List<Integer> order =
                    Arrays.stream(ColourJitter.order(random)).boxed().toList();
            boolean brightnessFirst = order.indexOf(0) < order.indexOf(1);
            double[] draws = random.doubles(4).toArray();
            double brightness = 0.1 + 1.8 * draws[0];
            double contrast = 0.1 + 1.8 * draws[1];
            RgbImage expected = brightnessFirst
                    ? ColourAdjustment.contrast(ColourAdjustment.brightness(two, brightness), contrast)
                    : ColourAdjustment.brightness(ColourAdjustment.contrast(two, contrast), brightness);

            assertThat(jitter.of(two, new SplittableRandom(seed)).pixels()).isEqualTo(expected.pixels());
        }
    }

    @Test
    void thatShareOfTheImagesBecomesGrey() {
        Augmentation augmentation = new Augmentation(1, 1, 1, 1, 0, ColourJitter.NONE, 0.2);
        RgbImage image = image();
        byte[] grey = ColourAdjustment.greyscale(image).pixels();
        int greys = 0;
        for (int seed = 0; seed < DRAWS; seed++) {
            RgbImage seen = augmentation.recoloured(image, new SplittableRandom(seed));
            if (seen != image) {
                assertThat(seen.pixels()).isEqualTo(grey);
                greys++;
            }
        }

        assertThat(greys).isBetween((int) (0.17 * DRAWS), (int) (0.23 * DRAWS));
    }
}
