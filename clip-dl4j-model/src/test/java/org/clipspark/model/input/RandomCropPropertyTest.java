package org.clipspark.model.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.clipspark.image.Region;

class RandomCropPropertyTest {
    private final RandomCrop crop =
            new RandomCrop(new Augmentation(0.2, 0.8, 0.5, 2, 0, ColourJitter.NONE, 0), ImageSize.square(8));

    @Property
    void staysWithinTheImageAndTheRanges(
            @ForAll @IntRange(min = 1, max = 3000) int width,
            @ForAll @IntRange(min = 1, max = 3000) int height,
            @ForAll long seed) {
        Region region = crop.region(width, height, new SplittableRandom(seed));

        assertThat(region.left() + region.width()).isLessThanOrEqualTo(width);
        assertThat(region.top() + region.height()).isLessThanOrEqualTo(height);
        if (Math.min(region.width(), region.height()) > 50) {
            double ratio = (double) region.width() / region.height();
            assertThat(ratio).isBetween(0.5 * 0.97, 2 * 1.03);
        }
    }
}
