package org.clipspark.image;

import java.util.Optional;
import org.clipspark.image.ImageHeader.Coding;
import org.clipspark.image.ImageOutcome.Decoded;
import org.clipspark.image.ImageOutcome.Reason;
import org.clipspark.image.ImageOutcome.Rejected;

/**
 * Encoded images to RGB, pixel for pixel as Pillow's {@code Image.open(...).convert("RGB")} does: palettes are looked
 * up, 16-bit grey is clipped at 255, Exif orientation is left alone. Alpha is dropped and not blended unless the
 * decoder has another {@link AlphaRule}.
 *
 * <p>Any byte array is safe to pass. The format is taken from the bytes; size and completeness are checked before a
 * decoder sees them. Instances are immutable and may be shared by threads.
 */
public final class ImageDecoder {
    private final ImageBounds bounds;
    private final AlphaRule alphaRule;

    /** A decoder that rejects whatever exceeds the bounds and drops alpha. */
    public ImageDecoder(ImageBounds bounds) {
        this(bounds, AlphaRule.DROP);
    }

    /** A decoder that rejects whatever exceeds the bounds. */
    public ImageDecoder(ImageBounds bounds, AlphaRule alphaRule) {
        this.bounds = bounds;
        this.alphaRule = alphaRule;
    }

    /**
     * Decodes one image, the first of several.
     *
     * @param encoded the content of an image file; not changed
     * @return the raster, or why there is none
     */
    public ImageOutcome decode(byte[] encoded) {
        if (encoded.length == 0) {
            return new Rejected(Reason.EMPTY, "0 bytes");
        } else if (encoded.length > bounds.maxBytes()) {
            return new Rejected(
                    Reason.TOO_MANY_BYTES, encoded.length + " bytes, at most " + bounds.maxBytes() + " allowed");
        }
        Optional<ImageFormat> format = ImageFormat.of(encoded);
        return format.isPresent() ? decode(format.get(), encoded) : ForeignBytes.rejection(encoded);
    }

    private ImageOutcome decode(ImageFormat format, byte[] encoded) {
        ImageHeader header = ImageHeader.read(format, encoded);
        String size = format + " of " + header.width() + "x" + header.height();
        if (header.width() < 1 || header.height() < 1) {
            return new Rejected(Reason.TRUNCATED_OR_CORRUPT, format + " without a usable header");
        } else if (header.area() > bounds.maxPixels()) {
            String allowed = ", at most " + bounds.maxPixels() + " allowed";
            return new Rejected(Reason.TOO_MANY_PIXELS, size + " needs " + header.area() + " pixels" + allowed);
        } else if (header.coding() == Coding.UNSUPPORTED) {
            return new Rejected(Reason.UNSUPPORTED_FORMAT, size + " in a coding that is not read");
        }
        Optional<String> defect = Completeness.defect(format, encoded);
        if (defect.isPresent()) {
            return new Rejected(Reason.TRUNCATED_OR_CORRUPT, defect.get());
        }
        EncodedForm form = EncodedForm.of(format, header.coding(), encoded);
        return pixels(format, header.coding(), encoded)
                .filter(image -> image.width() == header.width() && image.height() == header.height())
                .map(image -> form.hasAlpha() && alphaRule == AlphaRule.WHITE ? onWhite(image, encoded) : image)
                .<ImageOutcome>map(image -> new Decoded(image, format, form.isPlain()))
                .orElseGet(() -> new Rejected(Reason.TRUNCATED_OR_CORRUPT, size + " does not decode"));
    }

    private RgbImage onWhite(RgbImage image, byte[] encoded) {
        byte[] alpha = OpenCv.decodeAlpha(encoded).orElse(new byte[0]);
        if (alpha.length != image.width() * image.height()) {
            return image;
        }
        byte[] pixels = image.pixels().clone();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) alphaRule.apply(pixels[i] & 0xff, alpha[i / RgbImage.CHANNELS] & 0xff);
        }
        return new RgbImage(image.width(), image.height(), pixels);
    }

    private Optional<RgbImage> pixels(ImageFormat format, Coding coding, byte[] encoded) {
        return switch (format) {
            case JPEG -> coding == Coding.FOUR_INKS ? JpegRaster.fourInks(encoded) : jpeg(encoded);
            case PNG -> coding == Coding.GREY_16 ? OpenCv.decodeGrey16(encoded) : OpenCv.decode(encoded);
            case WEBP -> OpenCv.decode(encoded);
            case GIF, BMP, TIFF -> new ImageIoRaster(alphaRule).read(format, encoded);
        };
    }

    private static Optional<RgbImage> jpeg(byte[] encoded) {
        Optional<RgbImage> image = OpenCv.decode(encoded);
        // libjpeg fills the rest of a broken scan with mid-grey and only warns, on standard error. Real images seldom
        // end in a block of exactly that grey, so the few that do can afford a second decoder that passes warnings on.
        if (image.isPresent() && endsInMidGrey(image.get()) && !JpegRaster.isSound(encoded)) {
            return Optional.empty();
        }
        return image;
    }

    private static boolean endsInMidGrey(RgbImage image) {
        byte[] pixels = image.pixels();
        int row = image.width() * RgbImage.CHANNELS;
        // The last block may reach beyond the edges; four pixels of it are always a fair sample.
        int columns = Math.min(4, image.width()) * RgbImage.CHANNELS;
        for (int y = Math.max(0, image.height() - 4); y < image.height(); y++) {
            for (int i = (y + 1) * row - columns; i < (y + 1) * row; i++) {
                if (pixels[i] != (byte) 128) {
                    return false;
                }
            }
        }
        return true;
    }
}
