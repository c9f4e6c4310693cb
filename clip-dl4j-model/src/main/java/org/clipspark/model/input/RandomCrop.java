package org.clipspark.model.input;

import java.util.SplittableRandom;
import org.clipspark.image.Region;
import org.clipspark.image.Resampler;
import org.clipspark.image.RgbImage;

/** A random part of an image at a fixed size: torchvision's RandomResizedCrop, then a random mirror and random colours. */
final class RandomCrop {
    private static final int TRIES = 10;

    private final Augmentation augmentation;
    private final ImageSize size;

    RandomCrop(Augmentation augmentation, ImageSize size) {
        this.augmentation = augmentation;
        this.size = size;
    }

    /** The part that the seed chooses, at the size. */
    RgbImage of(RgbImage image, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        RgbImage part =
                Resampler.bicubic(image, region(image.width(), image.height(), random), size.width(), size.height());
        RgbImage seen = random.nextDouble() < augmentation.flipProbability() ? mirrored(part) : part;
        return augmentation.recoloured(seen, random);
    }

    /** Area uniform, ratio uniform in its logarithm; after ten that do not fit, the largest central one that does. */
    Region region(int width, int height, SplittableRandom random) {
        // StrictMath, because Math may differ in the last bit between machines and the same seed must give the same
        // cut.
        double leastLog = StrictMath.log(augmentation.minimumRatio());
        double mostLog = StrictMath.log(augmentation.maximumRatio());
        for (int i = 0; i < TRIES; i++) {
            double scale = between(augmentation.minimumScale(), augmentation.maximumScale(), random);
            double area = (double) width * height * scale;
            double ratio = StrictMath.exp(between(leastLog, mostLog, random));
            long w = (long) Math.rint(Math.sqrt(area * ratio));
            long h = (long) Math.rint(Math.sqrt(area / ratio));
            if (w >= 1 && w <= width && h >= 1 && h <= height) {
                int top = random.nextInt(height - (int) h + 1);
                int left = random.nextInt(width - (int) w + 1);
                return new Region(left, top, (int) w, (int) h);
            }
        }
        return central(width, height);
    }

    private Region central(int width, int height) {
        double ratio = (double) width / height;
        int w = width;
        int h = height;
        if (ratio < augmentation.minimumRatio()) {
            h = (int) Math.max(1, Math.rint(width / augmentation.minimumRatio()));
        } else if (ratio > augmentation.maximumRatio()) {
            w = (int) Math.max(1, Math.rint(height * augmentation.maximumRatio()));
        }
        return new Region((width - w) / 2, (height - h) / 2, w, h);
    }

    private static double between(double least, double most, SplittableRandom random) {
        return least + (most - least) * random.nextDouble();
    }

    private static RgbImage mirrored(RgbImage image) {
        byte[] from = image.pixels();
        byte[] to = new byte[from.length];
        int row = image.width() * RgbImage.CHANNELS;
        for (int start = 0; start < from.length; start += row) {
            for (int i = 0; i < row; i += RgbImage.CHANNELS) {
                System.arraycopy(from, start + i, to, start + row - RgbImage.CHANNELS - i, RgbImage.CHANNELS);
            }
        }
        return new RgbImage(image.width(), image.height(), to);
    }
}
