package org.clipspark.job.robust.attack.bound;

import java.util.SplittableRandom;

/**
 * The images in [0, 1] within a bound of an original. Whatever is written lies inside after rounding to float32, without
 * any tolerance. Images are ranges of arrays that hold several of them.
 */
public sealed interface Ball permits LinfBall, L2Ball {
    /**
     * Draws a point of the ball, evenly before it is cut to [0, 1].
     *
     * @param original values in [0, 1]
     * @param from first value of the image, in both arrays
     * @param length values of the image
     * @param to where the point is written
     */
    void draw(SplittableRandom random, float[] original, int from, int length, float[] to);

    /**
     * Moves a point in the direction in which the norm makes most of a gradient: by its sign, or along it. The point is
     * brought back into the ball; a gradient of zero, or one that is no number, moves nothing.
     *
     * @param original values in [0, 1]
     * @param gradient at the point
     * @param step length of the move, in units of the values
     * @param from first value of the image, in all arrays
     * @param length values of the image
     * @param point moved in place
     */
    void ascend(float[] original, float[] gradient, double step, int from, int length, float[] point);
}
