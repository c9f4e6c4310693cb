package org.clipspark.job.demo;

/**
 * One object in a scene.
 *
 * @param kind colour and shape
 * @param x centre, pixels from the left
 * @param y centre, pixels from the top
 * @param radius pixels
 * @param turn radians, clockwise
 * @param rgb {@code 0xRRGGBB}, the colour as drawn
 */
record SceneObject(DemoClass kind, double x, double y, double radius, double turn, int rgb) {}
