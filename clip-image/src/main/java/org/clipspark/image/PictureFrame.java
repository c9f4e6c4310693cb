package org.clipspark.image;

/** The bars of one colour around some pictures: what is left after fitting another shape, or a painted border. */
final class PictureFrame {
    // Levels. Wider, and the plain background of a product photograph goes too, more or less of it with every quality.
    private static final int TOLERANCE = 4 * Luminance.SCALE;
    /** A bar takes up to a quarter of a side. */
    private static final int MOST = 4;

    private final byte[] pixels;

    private PictureFrame(byte[] pixels) {
        this.pixels = pixels;
    }

    /** What is left of an image without its frame; the whole image where there would be nothing. */
    static Region inside(RgbImage image) {
        PictureFrame frame = new PictureFrame(image.pixels());
        int row = image.width() * RgbImage.CHANNELS;
        int last = (image.height() - 1) * row;
        int top = frame.bar(new Lines(0, row, RgbImage.CHANNELS, image.width(), image.height()));
        int bottom = frame.bar(new Lines(last, -row, RgbImage.CHANNELS, image.width(), image.height()));
        int height = image.height() - top - bottom;
        int corner = top * row;
        int left = frame.bar(new Lines(corner, RgbImage.CHANNELS, row, height, image.width()));
        int right =
                frame.bar(new Lines(corner + row - RgbImage.CHANNELS, -RgbImage.CHANNELS, row, height, image.width()));
        return new Region(left, top, image.width() - left - right, height);
    }

    /**
     * Rows or columns from an edge inwards.
     *
     * @param start index of the first pixel of the outermost line
     * @param next from a line to the next, in bytes
     * @param step from a pixel of a line to the next, in bytes
     * @param length pixels of a line
     * @param count lines from one edge to the other
     */
    private record Lines(int start, int next, int step, int length, int count) {}

    /** Number of lines that have the colour of the outermost one, each of them throughout. */
    private int bar(Lines lines) {
        int most = lines.count() / MOST;
        long colour = 0;
        for (int line = 0; line < most; line++) {
            int least = Integer.MAX_VALUE;
            int greatest = 0;
            long sum = 0;
            int at = lines.start() + line * lines.next();
            for (int i = 0; i < lines.length() && greatest - least <= TOLERANCE; i++) {
                int luminance = Luminance.at(pixels, at + i * lines.step());
                least = Math.min(least, luminance);
                greatest = Math.max(greatest, luminance);
                sum += luminance;
            }
            colour = line == 0 ? sum / lines.length() : colour;
            if (greatest - least > TOLERANCE || Math.abs(sum / lines.length() - colour) > TOLERANCE) {
                return line;
            }
        }
        return most;
    }
}
