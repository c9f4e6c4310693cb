package org.clipspark.benchmarks.throughput;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.clipspark.image.ExifOrientation;
import org.clipspark.image.ImageBounds;
import org.clipspark.image.ImageDecoder;
import org.clipspark.image.ImageOutcome;
import org.clipspark.image.ImageResizer;
import org.clipspark.image.Interpolation;
import org.clipspark.image.ResizeMode;
import org.clipspark.image.RgbEncoder;
import org.clipspark.image.RgbImage;

/** What data preparation does to the pixels of an image. */
final class OurPreparedImages implements Workload {
    /** Pixels of the shorter side. */
    static final int SIZE = 256;

    /** Of the JPEG that is written. */
    static final int QUALITY = 95;

    private final List<byte[]> files;
    private final ImageDecoder decoder = new ImageDecoder(ImageBounds.DEFAULT);
    private final ImageResizer resizer = ImageResizer.of(ResizeMode.KEEP_RATIO, SIZE, Interpolation.AREA);
    private final RgbEncoder encoder = RgbEncoder.named("jpg", QUALITY);

    OurPreparedImages(List<byte[]> files) {
        this.files = files;
    }

    private RgbImage decode(byte[] file) {
        if (decoder.decode(file) instanceof ImageOutcome.Decoded decoded) {
            return ExifOrientation.upright(decoded.image(), file);
        }
        throw new IllegalStateException("A JPEG file of this benchmark does not decode");
    }

    @Override
    public int pass() {
        files.forEach(file -> encoder.encode(resizer.resize(decode(file))));
        return files.size();
    }

    /** Percent of the time that each stage takes, by its name. */
    Map<String, Double> shares(int passes) {
        long[] nanoseconds = new long[3];
        for (int pass = 0; pass < passes; pass++) {
            for (byte[] file : files) {
                long start = System.nanoTime();
                RgbImage image = decode(file);
                long decoded = System.nanoTime();
                RgbImage resized = resizer.resize(image);
                long scaled = System.nanoTime();
                encoder.encode(resized);
                nanoseconds[0] += decoded - start;
                nanoseconds[1] += scaled - decoded;
                nanoseconds[2] += System.nanoTime() - scaled;
            }
        }
        double all = nanoseconds[0] + nanoseconds[1] + nanoseconds[2];
        Map<String, Double> shares = new LinkedHashMap<>();
        shares.put("decode_percent_ours", 100 * nanoseconds[0] / all);
        shares.put("resize_percent_ours", 100 * nanoseconds[1] / all);
        shares.put("encode_percent_ours", 100 * nanoseconds[2] / all);
        return shares;
    }

    @Override
    public double fingerprint() {
        return files.stream()
                .mapToDouble(file -> mean(encoder.encode(resizer.resize(decode(file)))))
                .average()
                .orElseThrow();
    }

    /** Mean sample of an encoded image of the size that this benchmark makes, 0 to 255. */
    static double mean(byte[] encoded) {
        if (new ImageDecoder(ImageBounds.DEFAULT).decode(encoded) instanceof ImageOutcome.Decoded decoded) {
            byte[] pixels = decoded.image().pixels();
            if (decoded.image().width() != 320 || decoded.image().height() != SIZE) {
                throw new IllegalStateException("500x400 must become 320x256, got " + decoded.image());
            }
            double sum = 0;
            for (byte sample : pixels) {
                sum += sample & 0xff;
            }
            return sum / pixels.length;
        }
        throw new IllegalStateException("An image that this benchmark wrote does not decode");
    }
}
