package org.clipspark.benchmarks.throughput;

import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.setNumThreads;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMREAD_UNCHANGED;
import static org.bytedeco.opencv.global.opencv_imgcodecs.IMWRITE_JPEG_QUALITY;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imdecode;
import static org.bytedeco.opencv.global.opencv_imgcodecs.imencode;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_AREA;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** The calls that img2dataset makes: OpenCV decodes, takes area means and encodes; pixels never leave native memory. */
final class OpenCvPreparedImages implements Workload {
    private final List<byte[]> files;

    OpenCvPreparedImages(List<byte[]> files) {
        this.files = files;
        setNumThreads(1);
    }

    @Override
    public int pass() {
        files.forEach(OpenCvPreparedImages::prepare);
        return files.size();
    }

    private static byte[] prepare(byte[] file) {
        try (BytePointer bytes = new BytePointer(file);
                Mat input = new Mat(1, file.length, CV_8UC1, bytes);
                Mat image = imdecode(input, IMREAD_UNCHANGED);
                Mat small = new Mat();
                Size size = new Size(
                        Math.round((float) image.cols() * OurPreparedImages.SIZE / image.rows()),
                        OurPreparedImages.SIZE);
                BytePointer output = new BytePointer();
                IntPointer settings = new IntPointer(IMWRITE_JPEG_QUALITY, OurPreparedImages.QUALITY)) {
            resize(image, small, size, 0, 0, INTER_AREA);
            if (!imencode(".jpg", small, output, settings)) {
                throw new IllegalStateException("OpenCV cannot encode an image of this benchmark");
            }
            byte[] encoded = new byte[(int) output.limit()];
            output.get(encoded);
            return encoded;
        }
    }

    @Override
    public double fingerprint() {
        return files.stream()
                .mapToDouble(file -> OurPreparedImages.mean(prepare(file)))
                .average()
                .orElseThrow();
    }
}
