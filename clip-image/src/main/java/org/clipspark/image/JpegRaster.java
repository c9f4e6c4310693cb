package org.clipspark.image;

import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The JDK's JPEG reader, for two things that OpenCV does not offer: the four inks before their conversion to RGB, and
 * the decoder's warnings.
 */
final class JpegRaster {
    private static final int YCCK = 2;

    private JpegRaster() {}

    /** Whether the data decodes to its end without a warning that some is missing. */
    static boolean isSound(byte[] encoded) {
        return read(encoded).isPresent();
    }

    /**
     * RGB of a JPEG with four components, by Pillow's rule: values are taken as inverted, as Adobe writes them, and
     * {@code r = nk - c * nk / 255} with {@code nk} the complement of black.
     */
    static Optional<RgbImage> fourInks(byte[] encoded) {
        boolean isYcck = JpegMarkers.adobeTransform(encoded).orElse(0) == YCCK;
        return read(encoded).filter(raster -> raster.getNumBands() == 4).map(raster -> {
            int[] inks = raster.getPixels(0, 0, raster.getWidth(), raster.getHeight(), (int[]) null);
            byte[] pixels = new byte[inks.length / 4 * RgbImage.CHANNELS];
            for (int from = 0, to = 0; from < inks.length; from += 4, to += 3) {
                if (isYcck) {
                    fromLuminance(inks, from);
                }
                for (int c = 0; c < 3; c++) {
                    int light = inks[from + 3];
                    pixels[to + c] = (byte) Math.max(0, light - timesOver255(255 - inks[from + c], light));
                }
            }
            return new RgbImage(raster.getWidth(), raster.getHeight(), pixels);
        });
    }

    /** libjpeg's fixed-point YCbCr to RGB, complemented: what it calls YCCK to CMYK. */
    private static void fromLuminance(int[] inks, int at) {
        int y = inks[at];
        int cb = inks[at + 1] - 128;
        int cr = inks[at + 2] - 128;
        inks[at] = 255 - clip(y + ((91881 * cr + 32768) >> 16));
        inks[at + 1] = 255 - clip(y + ((-22554 * cb - 46802 * cr + 32768) >> 16));
        inks[at + 2] = 255 - clip(y + ((116130 * cb + 32768) >> 16));
    }

    private static int clip(int value) {
        return Math.max(0, Math.min(255, value));
    }

    private static int timesOver255(int a, int b) {
        int product = a * b + 128;
        return ((product >> 8) + product) >> 8;
    }

    private static Optional<Raster> read(byte[] encoded) {
        ImageReader reader = jdkReader();
        boolean[] isCut = new boolean[1];
        reader.addIIOReadWarningListener((source, warning) -> isCut[0] |= warning.contains("remature end"));
        try (MemoryCacheImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
            reader.setInput(input, true, true);
            Raster raster = reader.readRaster(0, null);
            return isCut[0] ? Optional.empty() : Optional.of(raster);
        } catch (IOException | RuntimeException e) {
            // The reader answers damaged data with exceptions of any kind.
            return Optional.empty();
        } finally {
            reader.dispose();
        }
    }

    private static ImageReader jdkReader() {
        // The reader of TwelveMonkeys, first in the list, hides the inks: it converts them by colour profile.
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getName().startsWith("com.sun.imageio.")) {
                return reader;
            }
        }
        throw new IllegalStateException("This Java has no JPEG reader: the module java.desktop is needed");
    }
}
