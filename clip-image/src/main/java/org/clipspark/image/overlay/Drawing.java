package org.clipspark.image.overlay;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import org.clipspark.image.Region;
import org.clipspark.image.RgbImage;

/** A part of an image on which Java can draw; works without a display. */
final class Drawing {
    /** Width of an outline as a share of the label's height. */
    private static final double OUTLINE = 0.06;

    private final BufferedImage canvas;

    private Drawing(BufferedImage canvas) {
        this.canvas = canvas;
    }

    /** A drawing that begins with what the image shows there. */
    static Drawing of(RgbImage image, Region place) {
        BufferedImage canvas = new BufferedImage(place.width(), place.height(), BufferedImage.TYPE_INT_RGB);
        int[] colours = ((DataBufferInt) canvas.getRaster().getDataBuffer()).getData();
        byte[] pixels = image.pixels();
        for (int i = 0; i < colours.length; i++) {
            int at = index(image, place, i);
            colours[i] = (pixels[at] & 0xff) << 16 | (pixels[at + 1] & 0xff) << 8 | (pixels[at + 2] & 0xff);
        }
        return new Drawing(canvas);
    }

    private static int index(RgbImage image, Region place, int i) {
        int x = place.left() + i % place.width();
        int y = place.top() + i / place.width();
        return (y * image.width() + x) * RgbImage.CHANNELS;
    }

    /** Draws letters; {@code height} is the label's in pixels. */
    void write(Shape letters, LabelStyle style, double height) {
        Graphics2D graphics = canvas.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        switch (style) {
            case BLACK_ON_WHITE -> {
                graphics.setColor(Color.WHITE);
                graphics.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
                graphics.setColor(Color.BLACK);
            }
            case OUTLINED -> {
                graphics.setColor(Color.BLACK);
                graphics.setStroke(
                        new BasicStroke((float) (2 * OUTLINE * height), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
                graphics.draw(letters);
                graphics.setColor(Color.WHITE);
            }
        }
        graphics.fill(letters);
        graphics.dispose();
    }

    /** A copy of the image with the drawing laid over the place. */
    RgbImage over(RgbImage image, Region place) {
        int[] colours = ((DataBufferInt) canvas.getRaster().getDataBuffer()).getData();
        byte[] pixels = image.pixels().clone();
        for (int i = 0; i < colours.length; i++) {
            int at = index(image, place, i);
            pixels[at] = (byte) (colours[i] >> 16);
            pixels[at + 1] = (byte) (colours[i] >> 8);
            pixels[at + 2] = (byte) colours[i];
        }
        return new RgbImage(image.width(), image.height(), pixels);
    }
}
