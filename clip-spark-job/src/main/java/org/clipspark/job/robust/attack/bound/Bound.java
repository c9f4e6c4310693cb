package org.clipspark.job.robust.attack.bound;

import java.io.Serializable;

/**
 * The largest change of an image that an attack may make.
 *
 * @param norm how the change is measured
 * @param epsilon its largest size, in 255ths of the range of a value as publications state it: 4 is 4/255, and an L2 bound
 *     of 0.5 on images in [0, 1] is 127.5; above 0
 */
public record Bound(Norm norm, double epsilon) implements Serializable {
    /** Steps between the least and the greatest value of an 8-bit image. */
    public static final double LEVELS = 255;

    /** Checks the size. */
    public Bound {
        if (!(epsilon > 0 && Double.isFinite(epsilon))) {
            throw new IllegalArgumentException("epsilon must be a finite number of 255ths above 0, got " + epsilon);
        }
    }

    /** The images within the bound. */
    public Ball ball() {
        return switch (norm) {
            case LINF -> new LinfBall(epsilon / LEVELS);
            case L2 -> new L2Ball(epsilon / LEVELS);
        };
    }
}
