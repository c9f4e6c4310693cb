package org.clipspark.benchmarks.throughput;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;

/** ImageIO and Java 2D's bicubic scaling, which takes four samples whatever the scale and so does less than Pillow's. */
final class JdkImages implements Workload {
    private static final float[] MEAN = {0.48145467f, 0.4578275f, 0.40821072f};
    private static final float[] DEVIATION = {0.26862955f, 0.2613026f, 0.2757771f};

    private final List<byte[]> files;
    private final float[] image = new float[3 * OurImages.SIZE * OurImages.SIZE];
    private final int[] pixels = new int[OurImages.SIZE * OurImages.SIZE];

    JdkImages(List<byte[]> files) {
        this.files = files;
        // Its default copies every file to the disk.
        ImageIO.setUseCache(false);
    }

    @Override
    public int pass() {
        files.forEach(this::load);
        return files.size();
    }

    private void load(byte[] file) {
        try {
            BufferedImage whole = Objects.requireNonNull(ImageIO.read(new ByteArrayInputStream(file)));
            int size = OurImages.SIZE;
            double scale = (double) size / Math.min(whole.getWidth(), whole.getHeight());
            int width = (int) (whole.getWidth() * scale);
            int height = (int) (whole.getHeight() * scale);
            BufferedImage square = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = square.createGraphics();
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            graphics.drawImage(whole, (size - width) / 2, (size - height) / 2, width, height, null);
            graphics.dispose();
            normalise(square);
        } catch (IOException e) {
            throw new UncheckedIOException("A JPEG file of this benchmark does not decode", e);
        }
    }

    private void normalise(BufferedImage square) {
        square.getRGB(0, 0, OurImages.SIZE, OurImages.SIZE, pixels, 0, OurImages.SIZE);
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < pixels.length; i++) {
                float value = ((pixels[i] >> (16 - 8 * c)) & 0xff) / 255f;
                image[c * pixels.length + i] = (value - MEAN[c]) / DEVIATION[c];
            }
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
