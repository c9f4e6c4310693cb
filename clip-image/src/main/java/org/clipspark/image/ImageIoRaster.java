package org.clipspark.image;

import com.twelvemonkeys.imageio.plugins.bmp.BMPImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Readers in Java for the rare formats, whose decoders are better kept away from native memory. */
final class ImageIoRaster {
    private final AlphaRule alphaRule;

    ImageIoRaster(AlphaRule alphaRule) {
        this.alphaRule = alphaRule;
    }

    /** RGB of the first picture of an image whose header has passed the bounds; empty if it does not decode. */
    Optional<RgbImage> read(ImageFormat format, byte[] encoded) {
        try (MemoryCacheImageInputStream input = new MemoryCacheImageInputStream(new ByteArrayInputStream(encoded))) {
            ImageReader reader = reader(format);
            try {
                reader.setInput(input, true, true);
                BufferedImage image = reader.read(0);
                return Optional.of(format == ImageFormat.GIF ? onCanvas(encoded, image) : toRgb(image));
            } finally {
                reader.dispose();
            }
        } catch (IOException | RuntimeException e) {
            // The readers answer damaged data with exceptions of any kind.
            return Optional.empty();
        }
    }

    /** By class and not by registry where possible: what the registry holds depends on who touched it first. */
    private static ImageReader reader(ImageFormat format) throws IOException {
        return switch (format) {
            case BMP -> new BMPImageReaderSpi().createReaderInstance();
            case TIFF -> new TIFFImageReaderSpi().createReaderInstance();
            default -> ImageIO.getImageReadersByFormatName(format.column()).next();
        };
    }

    /** The first frame where it belongs on the canvas; the rest has the transparent colour, or else the first one. */
    private RgbImage onCanvas(byte[] encoded, BufferedImage image) {
        Bytes bytes = Bytes.littleEndian(encoded);
        GifFrame frame = GifFrame.first(encoded);
        RgbImage rgb = toRgb(image);
        int width = frame.canvasWidth(bytes.u16(6));
        int height = frame.canvasHeight(bytes.u16(8));
        if (frame.left() == 0 && frame.top() == 0 && rgb.width() == width && rgb.height() == height) {
            return rgb;
        }
        byte[] canvas = background(image, width * height);
        int row = rgb.width() * RgbImage.CHANNELS;
        for (int y = 0; y < rgb.height(); y++) {
            int to = ((frame.top() + y) * width + frame.left()) * RgbImage.CHANNELS;
            System.arraycopy(rgb.pixels(), y * row, canvas, to, row);
        }
        return new RgbImage(width, height, canvas);
    }

    private byte[] background(BufferedImage image, int count) {
        byte[] pixels = new byte[count * RgbImage.CHANNELS];
        if (image.getColorModel() instanceof IndexColorModel palette) {
            int colour = palette.getRGB(Math.max(0, palette.getTransparentPixel()));
            for (int i = 0; i < pixels.length; i += RgbImage.CHANNELS) {
                putColour(pixels, i, colour);
            }
        }
        return pixels;
    }

    private RgbImage toRgb(BufferedImage image) {
        byte[] pixels = new byte[image.getWidth() * image.getHeight() * RgbImage.CHANNELS];
        boolean hasPalette = image.getColorModel() instanceof IndexColorModel;
        boolean isGrey = !hasPalette && image.getRaster().getNumBands() <= 2;
        int bytesPerRow = image.getWidth() * RgbImage.CHANNELS;
        for (int y = 0; y < image.getHeight(); y++) {
            if (isGrey) {
                greyRow(image.getRaster(), y, pixels, y * bytesPerRow);
            } else {
                colourRow(image, y, pixels, y * bytesPerRow);
            }
        }
        return new RgbImage(image.getWidth(), image.getHeight(), pixels);
    }

    private static void greyRow(Raster raster, int y, byte[] pixels, int start) {
        // The colour model would apply a gamma curve to grey; 16-bit grey clips as in Pillow.
        int[] grey = raster.getSamples(0, y, raster.getWidth(), 1, 0, (int[]) null);
        int scale = raster.getTransferType() == DataBuffer.TYPE_BYTE
                        && raster.getSampleModel().getSampleSize(0) == 1
                ? 255
                : 1;
        for (int x = 0; x < grey.length; x++) {
            int value = Math.max(0, Math.min(255, grey[x] * scale));
            put(pixels, start + RgbImage.CHANNELS * x, value * 0x010101);
        }
    }

    private void colourRow(BufferedImage image, int y, byte[] pixels, int start) {
        int[] argb = image.getRGB(0, y, image.getWidth(), 1, null, 0, image.getWidth());
        for (int x = 0; x < argb.length; x++) {
            putColour(pixels, start + RgbImage.CHANNELS * x, argb[x]);
        }
    }

    private void putColour(byte[] pixels, int at, int argb) {
        int alpha = argb >>> 24;
        pixels[at] = (byte) alphaRule.apply(argb >> 16 & 0xff, alpha);
        pixels[at + 1] = (byte) alphaRule.apply(argb >> 8 & 0xff, alpha);
        pixels[at + 2] = (byte) alphaRule.apply(argb & 0xff, alpha);
    }

    private static void put(byte[] pixels, int at, int rgb) {
        pixels[at] = (byte) (rgb >> 16);
        pixels[at + 1] = (byte) (rgb >> 8);
        pixels[at + 2] = (byte) rgb;
    }
}
