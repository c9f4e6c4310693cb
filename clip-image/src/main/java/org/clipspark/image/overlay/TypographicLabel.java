package org.clipspark.image.overlay;

import java.awt.Font;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.SplittableRandom;
import org.clipspark.image.Region;
import org.clipspark.image.RgbImage;

/**
 * A word written over a picture: the typographic attack (Goh and others, "Multimodal Neurons in Artificial Neural
 * Networks", Distill 2021), which asks whether a model believes what it reads rather than what it sees. Letters are those of
 * Java's logical sans-serif font, so pixels are the same on machines with the same fonts; the machine must have some.
 *
 * @param text what is written, in one line: 1 to 200 characters, none of them a control character
 * @param size height of the label as a share of the image's height, above 0 and at most 1
 * @param style how the letters stand out
 */
public record TypographicLabel(String text, double size, LabelStyle style) {
    private static final int LONGEST_TEXT = 200;
    private static final int FONT_SIZE = 100;
    /** Space around the letters as a share of their height. */
    private static final double MARGIN = 0.15;

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the text is blank, too long, has a control character or no visible one, or the
     *     size is out of range
     */
    public TypographicLabel {
        if (text.isBlank() || text.length() > LONGEST_TEXT) {
            throw new IllegalArgumentException(
                    "A label needs 1 to " + LONGEST_TEXT + " characters that are not all blank, got " + text.length());
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "A label is one line without control characters, got " + text.replaceAll("\\p{Cntrl}", "?"));
        }
        if (!(size > 0 && size <= 1)) {
            throw new IllegalArgumentException("Size of a label must be above 0 and at most 1, got " + size);
        }
        if (letters(text).getBounds2D().isEmpty()) {
            throw new IllegalArgumentException("A label needs a visible character, got '" + text + "'");
        }
    }

    /**
     * Where the label lies on an image of the size: anywhere that it fits, by the seed. As high as {@link #size} says; lower
     * if its text would else be wider than the image.
     *
     * @param width of the image in pixels, at least 1
     * @param height of the image in pixels, at least 1
     */
    public Region place(int width, int height, long seed) {
        Rectangle2D box = box(letters(text));
        double scale = Math.min(size * height / box.getHeight(), width / box.getWidth());
        int wide = Math.max(1, Math.min(width, (int) Math.rint(box.getWidth() * scale)));
        int high = Math.max(1, Math.min(height, (int) Math.rint(box.getHeight() * scale)));
        SplittableRandom random = new SplittableRandom(seed);
        int left = random.nextInt(width - wide + 1);
        return new Region(left, random.nextInt(height - high + 1), wide, high);
    }

    /** A copy of the image with the label at {@link #place}. */
    public RgbImage on(RgbImage image, long seed) {
        return at(image, place(image.width(), image.height(), seed));
    }

    /**
     * A copy of the image with the label in a rectangle, as large as fits there, in its middle. Pixels outside the rectangle
     * stay as they are.
     *
     * @throws IllegalArgumentException if the rectangle is not within the image
     */
    public RgbImage at(RgbImage image, Region place) {
        place.checkWithin(image.width(), image.height());
        Shape letters = letters(text);
        Rectangle2D box = box(letters);
        double scale = Math.min(place.width() / box.getWidth(), place.height() / box.getHeight());
        AffineTransform fit = new AffineTransform();
        fit.translate(place.width() / 2.0, place.height() / 2.0);
        fit.scale(scale, scale);
        fit.translate(-box.getCenterX(), -box.getCenterY());
        Drawing drawing = Drawing.of(image, place);
        drawing.write(fit.createTransformedShape(letters), style, box.getHeight() * scale);
        return drawing.over(image, place);
    }

    /** Outlines of the letters, at one size: they are scaled as shapes, so that any place is filled exactly. */
    private static Shape letters(String text) {
        Font font = new Font(Font.SANS_SERIF, Font.BOLD, FONT_SIZE);
        return new TextLayout(text, font, new FontRenderContext(null, true, true)).getOutline(null);
    }

    private static Rectangle2D box(Shape letters) {
        Rectangle2D bounds = letters.getBounds2D();
        double margin = MARGIN * bounds.getHeight();
        Rectangle2D box = new Rectangle2D.Double();
        box.setFrame(
                bounds.getX() - margin,
                bounds.getY() - margin,
                bounds.getWidth() + 2 * margin,
                bounds.getHeight() + 2 * margin);
        return box;
    }
}
