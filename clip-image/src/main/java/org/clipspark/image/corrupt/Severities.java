package org.clipspark.image.corrupt;

/**
 * The published constants of each corruption for severities 1 to 5: those of {@code make_imagenet_c.py} in
 * {@code hendrycks/robustness}, by which ImageNet-C was made of images of 224 pixels. Lengths are in pixels.
 */
final class Severities {
    /** Standard deviation. */
    static final double[] GAUSSIAN_NOISE = {0.08, 0.12, 0.18, 0.26, 0.38};
    /** Photons of white. */
    static final double[] SHOT_NOISE = {60, 25, 12, 5, 3};
    /** Share of the samples. */
    static final double[] IMPULSE_NOISE = {0.03, 0.06, 0.09, 0.17, 0.27};
    /** Standard deviation as a share of the sample. */
    static final double[] SPECKLE_NOISE = {0.15, 0.2, 0.35, 0.45, 0.6};
    /** Standard deviation. */
    static final double[] GAUSSIAN_BLUR = {1, 2, 3, 4, 6};
    /** Radius, standard deviation of the rim's smoothing. */
    static final double[][] DEFOCUS_BLUR = {{3, 0.1}, {4, 0.5}, {6, 0.5}, {8, 0.5}, {10, 0.5}};
    /** Standard deviation, reach, passes. */
    static final double[][] GLASS_BLUR = {{0.7, 1, 2}, {0.9, 2, 1}, {1, 2, 3}, {1.1, 3, 2}, {1.5, 4, 2}};
    /** Radius, standard deviation. */
    static final double[][] MOTION_BLUR = {{10, 3}, {15, 5}, {15, 8}, {15, 12}, {20, 15}};
    /**
     * Number of enlargements and step of their factors, from 1. Published as the ranges 1.11, 1.16, 1.21, 1.26 and 1.31,
     * ends excluded; by rounding the first has its end, which is kept.
     */
    static final double[][] ZOOM_BLUR = {{12, 0.01}, {16, 0.01}, {11, 0.02}, {13, 0.02}, {11, 0.03}};
    /** Mean, deviation, enlargement, threshold, radius, standard deviation of the motion, share of the scene. */
    static final double[][] SNOW = {
        {0.1, 0.3, 3, 0.5, 10, 4, 0.8},
        {0.2, 0.3, 2, 0.5, 12, 4, 0.7},
        {0.55, 0.3, 4, 0.9, 12, 8, 0.7},
        {0.55, 0.3, 4.5, 0.85, 12, 8, 0.65},
        {0.55, 0.3, 2.5, 0.85, 12, 12, 0.55}
    };
    /** Weights of the scene and of the frost. */
    static final double[][] FROST = {{1, 0.4}, {0.8, 0.6}, {0.7, 0.7}, {0.65, 0.7}, {0.6, 0.75}};
    /** Thickness, decay. */
    static final double[][] FOG = {{1.5, 2}, {2, 2}, {2.5, 1.7}, {2.5, 1.5}, {3, 1.4}};
    /** Mean, deviation, standard deviation of the smoothing, threshold, strength, and whether it is mud. */
    static final double[][] SPATTER = {
        {0.65, 0.3, 4, 0.69, 0.6, 0},
        {0.65, 0.3, 3, 0.68, 0.6, 0},
        {0.65, 0.3, 2, 0.68, 0.5, 0},
        {0.65, 0.3, 1, 0.65, 1.5, 1},
        {0.67, 0.4, 1, 0.65, 1.5, 1}
    };
    /** Added to the value. */
    static final double[] BRIGHTNESS = {0.1, 0.2, 0.3, 0.4, 0.5};
    /** Share of the distance from the mean. */
    static final double[] CONTRAST = {0.4, 0.3, 0.2, 0.1, 0.05};
    /** Factor of the saturation, and what is added to it. */
    static final double[][] SATURATE = {{0.3, 0}, {0.1, 0}, {2, 0}, {5, 0.1}, {20, 0.2}};
    /** Strength, standard deviation, shift: shares of 244, as published, where 224 was meant. */
    static final double[][] ELASTIC_TRANSFORM = {
        {244 * 2, 244 * 0.7, 244 * 0.1},
        {244 * 2, 244 * 0.08, 244 * 0.2},
        {244 * 0.05, 244 * 0.01, 244 * 0.02},
        {244 * 0.07, 244 * 0.01, 244 * 0.02},
        {244 * 0.12, 244 * 0.01, 244 * 0.02}
    };
    /** Share of the sides. */
    static final double[] PIXELATE = {0.6, 0.5, 0.4, 0.3, 0.25};
    /** Quality. */
    static final int[] JPEG_COMPRESSION = {25, 18, 15, 10, 7};

    private Severities() {}
}
