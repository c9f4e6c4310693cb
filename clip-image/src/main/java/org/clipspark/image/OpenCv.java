package org.clipspark.image;

import static org.bytedeco.opencv.global.opencv_core.CV_16UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_16UC4;
import static org.bytedeco.opencv.global.opencv_core.CV_8U;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_core.extractChannel;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_ANYDEPTH;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_COLOR_RGB;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_GRAYSCALE;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_IGNORE_ORIENTATION;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_RGB2BGR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;

import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.ShortPointer;
import org.bytedeco.opencv.opencv_core.Mat;

/** The codecs of OpenCV (libjpeg-turbo, libpng, libwebp). Native memory is freed before each method returns. */
final class OpenCv {
    private OpenCv() {}

    /** RGB of an image whose header has passed the bounds; empty if the codec refuses it. */
    static Optional<RgbImage> decode(byte[] encoded) {
        try (BytePointer bytes = new BytePointer(encoded);
                Mat input = new Mat(1, encoded.length, CV_8UC1, bytes);
                Mat output = imdecode(input, IMREAD_COLOR_RGB | IMREAD_IGNORE_ORIENTATION)) {
            if (output.empty() || output.type() != CV_8UC3) {
                return Optional.empty();
            }
            byte[] pixels = new byte[output.rows() * output.cols() * RgbImage.CHANNELS];
            output.data().get(pixels);
            return Optional.of(new RgbImage(output.cols(), output.rows(), pixels));
        } catch (RuntimeException e) {
            // JavaCPP's form of a C++ exception, which OpenCV throws for damaged data.
            return Optional.empty();
        }
    }

    /** A 16-bit grey image with values above 255 clipped to 255, which is what Pillow makes of it. */
    static Optional<RgbImage> decodeGrey16(byte[] encoded) {
        try (BytePointer bytes = new BytePointer(encoded);
                Mat input = new Mat(1, encoded.length, CV_8UC1, bytes);
                Mat output = imdecode(input, IMREAD_GRAYSCALE | IMREAD_ANYDEPTH | IMREAD_IGNORE_ORIENTATION)) {
            if (output.empty() || output.type() != CV_16UC1) {
                return Optional.empty();
            }
            short[] grey = new short[output.rows() * output.cols()];
            new ShortPointer(output.data()).get(grey);
            byte[] pixels = new byte[grey.length * RgbImage.CHANNELS];
            for (int i = 0; i < grey.length; i++) {
                Arrays.fill(pixels, 3 * i, 3 * i + 3, (byte) Math.min(255, grey[i] & 0xffff));
            }
            return Optional.of(new RgbImage(output.cols(), output.rows(), pixels));
        } catch (RuntimeException e) {
            // JavaCPP's form of a C++ exception, which OpenCV throws for damaged data.
            return Optional.empty();
        }
    }

    /** Alpha, 0 to 255, of each pixel of an image that declares some; empty where the codec finds none. */
    static Optional<byte[]> decodeAlpha(byte[] encoded) {
        try (BytePointer bytes = new BytePointer(encoded);
                Mat input = new Mat(1, encoded.length, CV_8UC1, bytes);
                Mat output = imdecode(input, IMREAD_UNCHANGED);
                Mat alpha = new Mat()) {
            if (output.empty() || output.channels() != 4) {
                return Optional.empty();
            }
            extractChannel(output, alpha, 3);
            if (output.type() == CV_16UC4) {
                alpha.convertTo(alpha, CV_8U, 1 / 257.0, 0);
            }
            byte[] values = new byte[alpha.rows() * alpha.cols()];
            alpha.data().get(values);
            return Optional.of(values);
        } catch (RuntimeException e) {
            // JavaCPP's form of a C++ exception, which OpenCV throws for damaged data.
            return Optional.empty();
        }
    }

    /**
     * Encodes with the codec of a file extension.
     *
     * @param extension such as {@code .jpg}
     * @param settings pairs of an {@code IMWRITE_} constant and its value
     * @throws IllegalStateException if the codec fails
     */
    static byte[] encode(RgbImage image, String extension, int... settings) {
        try (BytePointer rgb = new BytePointer(image.pixels());
                Mat input = new Mat(image.height(), image.width(), CV_8UC3, rgb);
                BytePointer output = new BytePointer();
                IntPointer parameters = new IntPointer(settings)) {
            cvtColor(input, input, COLOR_RGB2BGR);
            if (!imencode(extension, input, output, parameters)) {
                throw new IllegalStateException("OpenCV cannot encode " + image + " as " + extension);
            }
            byte[] encoded = new byte[(int) output.limit()];
            output.get(encoded);
            return encoded;
        }
    }
}
