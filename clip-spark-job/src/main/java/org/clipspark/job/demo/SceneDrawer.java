package org.clipspark.job.demo;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Draws scenes as PNG. */
final class SceneDrawer implements AutoCloseable {
    // A dark contour shows the shape alike in every colour and on every ground.
    private static final Color INK = new Color(0x141414);
    private static final double CONTOUR_SHARE = 1 / 9.0;
    private static final double LEAST_CONTOUR = 1.5;

    private final BufferedImage image = new BufferedImage(Scene.SIZE, Scene.SIZE, BufferedImage.TYPE_3BYTE_BGR);
    private final Graphics2D canvas = image.createGraphics();
    private final Map<ShapeKind, Shape> outlines = new EnumMap<>(ShapeKind.class);
    private final ImageWriter writer =
            ImageIO.getImageWritersByFormatName("png").next();

    SceneDrawer() {
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    /** The scene as a PNG file of {@link Scene#SIZE} squared pixels. */
    byte[] png(Scene scene) {
        canvas.setColor(new Color(scene.background().rgb()));
        canvas.fillRect(0, 0, Scene.SIZE, Scene.SIZE);
        for (SceneObject object : scene.objects()) {
            AffineTransform place = AffineTransform.getTranslateInstance(object.x(), object.y());
            place.rotate(object.turn());
            place.scale(object.radius(), object.radius());
            canvas.setColor(new Color(object.rgb()));
            Shape shape = place.createTransformedShape(outline(object.kind().shape()));
            canvas.fill(shape);
            canvas.setColor(INK);
            canvas.setStroke(new BasicStroke((float) Math.max(LEAST_CONTOUR, object.radius() * CONTOUR_SHARE)));
            canvas.draw(shape);
        }
        return encode();
    }

    @Override
    public void close() {
        canvas.dispose();
        writer.dispose();
    }

    private Shape outline(ShapeKind kind) {
        return outlines.computeIfAbsent(kind, Outline::of);
    }

    private byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(image);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot encode a PNG in memory", e);
        }
        return bytes.toByteArray();
    }
}
