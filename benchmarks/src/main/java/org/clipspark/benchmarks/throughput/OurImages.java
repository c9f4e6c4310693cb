package org.clipspark.benchmarks.throughput;

import java.util.List;
import org.clipspark.image.ImageBounds;
import org.clipspark.image.ImageDecoder;
import org.clipspark.image.ImageOutcome;
import org.clipspark.model.input.ImageTransform;

/** {@link ImageDecoder} and the transform of evaluation. */
final class OurImages implements Workload {
    /** Pixels of a side of the square. */
    static final int SIZE = 224;

    private static final int PATCH = 32;

    private final List<byte[]> files;
    private final ImageDecoder decoder = new ImageDecoder(ImageBounds.DEFAULT);
    private final ImageTransform transform = ImageTransform.evaluation(SIZE, PATCH);
    private final float[] image = new float[transform.length()];

    OurImages(List<byte[]> files) {
        this.files = files;
    }

    @Override
    public int pass() {
        files.forEach(this::load);
        return files.size();
    }

    private void load(byte[] file) {
        if (decoder.decode(file) instanceof ImageOutcome.Decoded decoded) {
            transform.apply(decoded.image(), 0, image, 0);
        } else {
            throw new IllegalStateException("A JPEG file of this benchmark does not decode");
        }
    }

    @Override
    public double fingerprint() {
        double sum = 0;
        for (byte[] file : files) {
            load(file);
            for (float value : image) {
                sum += value;
            }
        }
        return sum / ((double) files.size() * image.length);
    }
}
