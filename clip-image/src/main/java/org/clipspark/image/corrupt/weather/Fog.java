package org.clipspark.image.corrupt.weather;

import org.clipspark.image.RgbImage;
import org.clipspark.image.corrupt.plane.Channels;
import org.clipspark.image.corrupt.plane.Draws;
import org.clipspark.image.corrupt.plane.Plane;

/** Fog: a cloud is added, and the sum scaled back to the brightest sample of the image. */
public final class Fog {
    private Fog() {}

    /**
     * The image in fog.
     *
     * @param thickness what the thickest of the cloud adds, in units of white
     * @param decay of the cloud's roughness: see {@link PlasmaFractal}
     */
    public static RgbImage on(RgbImage image, double thickness, double decay, Draws draws) {
        Channels channels = Channels.of(image);
        float brightest = Math.max(
                channels.red().max(),
                Math.max(channels.green().max(), channels.blue().max()));
        PlasmaFractal cloud = PlasmaFractal.covering(image.width(), image.height(), decay, draws);
        double scale = brightest / (brightest + thickness);
        return channels.map(plane -> fogged(plane, cloud, thickness, scale)).toImage();
    }

    private static Plane fogged(Plane scene, PlasmaFractal cloud, double thickness, double scale) {
        Plane fogged = new Plane(scene.width(), scene.height());
        for (int y = 0; y < scene.height(); y++) {
            for (int x = 0; x < scene.width(); x++) {
                int i = y * scene.width() + x;
                fogged.samples()[i] = (float) ((scene.samples()[i] + thickness * cloud.at(x, y)) * scale);
            }
        }
        return fogged;
    }
}
