package org.clipspark.image.corrupt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.clipspark.image.RgbImage;
import org.clipspark.image.corrupt.digital.ElasticTransform;
import org.clipspark.image.corrupt.plane.Draws;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every severity takes images further from where they were than the one before. How far is the mean absolute difference
 * of levels; where the published constants change what is done and not only how much, it falls on the way although less of
 * the picture is left, and a measure of what the corruption does stands in its place.
 */
class SeverityOrderTest {
    private static final int SEEDS = 3;
    private static final List<RgbImage> SCENES = Scenes.all();

    private static final Map<Corruption, Distance> DISTANCES = Map.of(
            // From severity 3 fewer and larger flakes.
            Corruption.SNOW, SeverityOrderTest::rootMeanSquare,
            // From severity 4 dark mud for pale water.
            Corruption.SPATTER, SeverityOrderTest::lossOfCorrelation,
            // From severity 3 stronger colours for paler ones.
            Corruption.SATURATE, SeverityOrderTest::lossOfCorrelation);

    private interface Distance {
        double of(RgbImage clean, RgbImage corrupted);
    }

    private interface Changed {
        RgbImage of(RgbImage image, int severity, long seed);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "ELASTIC_TRANSFORM")
    void higherSeveritiesChangeMore(Corruption corruption) {
        Distance distance = DISTANCES.getOrDefault(corruption, Scenes::distance);

        assertIncreasing(distances(SCENES, distance, corruption::apply));
    }

    /** From severity 3 the whole is moved less and its details are bent more: that is what is looked at. */
    @Test
    void higherSeveritiesBendMore() {
        assertIncreasing(distances(List.of(places(224)), SeverityOrderTest::strain, SeverityOrderTest::bent));
    }

    private static void assertIncreasing(double[] distances) {
        assertThat(distances[0]).isPositive();
        for (int severity = 2; severity <= Corruption.SEVERITIES; severity++) {
            assertThat(distances[severity - 1])
                    .as("Severity %d of %s", severity, Arrays.toString(distances))
                    .isGreaterThan(distances[severity - 2]);
        }
    }

    /** By severity, the means over images and draws. */
    private static double[] distances(List<RgbImage> images, Distance distance, Changed changed) {
        return IntStream.rangeClosed(1, Corruption.SEVERITIES)
                .mapToDouble(severity -> LongStream.range(0, SEEDS)
                        .boxed()
                        .flatMapToDouble(seed -> images.stream()
                                .mapToDouble(image -> distance.of(image, changed.of(image, severity, seed))))
                        .average()
                        .orElseThrow())
                .toArray();
    }

    private static RgbImage bent(RgbImage image, int severity, long seed) {
        double[] constants = Severities.ELASTIC_TRANSFORM[severity - 1];
        return new ElasticTransform(constants[0], constants[1], 0).of(image, new Draws(seed, "bent"));
    }

    /** In levels; few large differences count for more than many small ones. */
    private static double rootMeanSquare(RgbImage clean, RgbImage corrupted) {
        double sum = 0;
        for (int i = 0; i < clean.pixels().length; i++) {
            double difference = level(clean, i) - level(corrupted, i);
            sum += difference * difference;
        }
        return Math.sqrt(sum / clean.pixels().length);
    }

    /** One less Pearson's correlation of the samples, the mean of the channels: lighter or stronger alone loses nothing. */
    private static double lossOfCorrelation(RgbImage clean, RgbImage corrupted) {
        double loss = 0;
        double ofAConstant = 1e-9;
        for (int channel = 0; channel < RgbImage.CHANNELS; channel++) {
            double product = covariance(clean, corrupted, channel);
            double squares = covariance(clean, clean, channel) * covariance(corrupted, corrupted, channel);
            loss += 1 - product / Math.sqrt(squares + ofAConstant);
        }
        return loss / RgbImage.CHANNELS;
    }

    private static double covariance(RgbImage one, RgbImage other, int channel) {
        double sumOfOne = 0;
        double sumOfOther = 0;
        double products = 0;
        for (int i = channel; i < one.pixels().length; i += RgbImage.CHANNELS) {
            sumOfOne += level(one, i);
            sumOfOther += level(other, i);
            products += level(one, i) * level(other, i);
        }
        int count = one.pixels().length / RgbImage.CHANNELS;
        return products / count - sumOfOne / count * sumOfOther / count;
    }

    /** Root mean square of how far neighbours were parted beyond the one pixel that they lie apart, in pixels. */
    private static double strain(RgbImage places, RgbImage corrupted) {
        double sum = 0;
        int count = 0;
        int below = RgbImage.CHANNELS * places.width();
        for (int i = 0; i + below < places.pixels().length; i++) {
            // Blue is the same everywhere, and no pixel has a neighbour to the right of its row.
            if (i % RgbImage.CHANNELS < 2 && i % below < below - RgbImage.CHANNELS) {
                for (int step : new int[] {RgbImage.CHANNELS, below}) {
                    double apart = level(corrupted, i + step) - level(corrupted, i);
                    double before = level(places, i + step) - level(places, i);
                    sum += (apart - before) * (apart - before);
                    count++;
                }
            }
        }
        return Math.sqrt(sum / count);
    }

    private static double level(RgbImage image, int sample) {
        return image.pixels()[sample] & 0xff;
    }

    /** Tells where each pixel of a changed one came from: red is x, green is y, both below 256. */
    private static RgbImage places(int size) {
        byte[] pixels = new byte[RgbImage.CHANNELS * size * size];
        for (int place = 0; place < size * size; place++) {
            pixels[RgbImage.CHANNELS * place] = (byte) (place % size);
            pixels[RgbImage.CHANNELS * place + 1] = (byte) (place / size);
        }
        return new RgbImage(size, size, pixels);
    }
}
