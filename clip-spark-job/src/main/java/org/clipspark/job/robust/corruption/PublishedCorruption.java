package org.clipspark.job.robust.corruption;

import org.clipspark.image.RgbImage;
import org.clipspark.image.corrupt.Corruption;

/** A corruption of ImageNet-C. */
record PublishedCorruption(Corruption kind) implements ImageCorruption {
    private static final String EXTRA_GROUP = "extra";

    @Override
    public String name() {
        return kind.label();
    }

    @Override
    public String group() {
        return kind.isExtra() ? EXTRA_GROUP : kind.group().label();
    }

    @Override
    public RgbImage apply(RgbImage image, int severity, long seed) {
        return kind.apply(image, severity, seed);
    }
}
