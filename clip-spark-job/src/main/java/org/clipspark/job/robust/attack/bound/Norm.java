package org.clipspark.job.robust.attack.bound;

/** How the distance of an attacked image from the original is measured, over all pixels and channels. */
public enum Norm {
    /** The largest difference of a value. */
    LINF,
    /** The root of the sum of squared differences. */
    L2;

    /**
     * The norm of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists the names
     */
    public static Norm named(String name) {
        return switch (name) {
            case "linf" -> LINF;
            case "l2" -> L2;
            default -> throw new IllegalArgumentException("Unknown norm '" + name + "' (expected: linf, l2)");
        };
    }
}
