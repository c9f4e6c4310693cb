package org.clipspark.job.demo;

import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** Outlines of shapes, each within the unit circle around the origin (y grows downwards). */
final class Outline {
    private Outline() {}

    static Shape of(ShapeKind kind) {
        return switch (kind) {
            case CIRCLE -> circle(0, 0, 0.95);
            case SQUARE -> new Rectangle2D.Double(-0.8, -0.8, 1.6, 1.6);
            case TRIANGLE -> polygon(0, -1, 0.95, 0.8, -0.95, 0.8);
            case STAR -> star();
            case CROSS -> cross();
            case HEART -> heart();
            case RING -> without(circle(0, 0, 0.98), circle(0, 0, 0.58));
            case CRESCENT -> without(circle(-0.05, 0, 0.98), circle(0.42, 0, 0.8));
            case ARROW -> polygon(-1, -0.28, 0.1, -0.28, 0.1, -0.8, 1, 0, 0.1, 0.8, 0.1, 0.28, -1, 0.28);
            case DIAMOND -> polygon(0, -1, 0.62, 0, 0, 1, -0.62, 0);
        };
    }

    private static Shape circle(double x, double y, double radius) {
        return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    private static Shape without(Shape whole, Shape hole) {
        Area area = new Area(whole);
        area.subtract(new Area(hole));
        return area;
    }

    private static Shape polygon(double... xy) {
        Path2D path = new Path2D.Double();
        path.moveTo(xy[0], xy[1]);
        for (int i = 2; i < xy.length; i += 2) {
            path.lineTo(xy[i], xy[i + 1]);
        }
        path.closePath();
        return path;
    }

    private static Shape star() {
        double[] xy = new double[20];
        for (int i = 0; i < 10; i++) {
            double radius = i % 2 == 0 ? 1 : 0.42;
            xy[2 * i] = radius * Math.sin(Math.PI * i / 5);
            xy[2 * i + 1] = -radius * Math.cos(Math.PI * i / 5);
        }
        return polygon(xy);
    }

    private static Shape cross() {
        Area area = new Area(new Rectangle2D.Double(-0.95, -0.3, 1.9, 0.6));
        area.add(new Area(new Rectangle2D.Double(-0.3, -0.95, 0.6, 1.9)));
        return area;
    }

    private static Shape heart() {
        Path2D path = new Path2D.Double();
        path.moveTo(0, 0.95);
        path.curveTo(-0.5, 0.5, -1, 0.2, -1, -0.3);
        path.curveTo(-1, -0.95, -0.25, -1, 0, -0.45);
        path.curveTo(0.25, -1, 1, -0.95, 1, -0.3);
        path.curveTo(1, 0.2, 0.5, 0.5, 0, 0.95);
        path.closePath();
        return path;
    }
}
