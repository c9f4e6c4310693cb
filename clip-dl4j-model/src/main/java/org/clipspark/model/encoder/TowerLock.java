package org.clipspark.model.encoder;

/**
 * How much of a tower stays as it is while the rest learns (LiT, Zhai et al. 2022). A backward pass ends where the locked
 * layers begin.
 *
 * @param groups number of locked {@link LayerGroup}s, from the input on; 0 locks nothing
 * @param freezesBatchNorm whether batch normalisations of locked groups also normalise by their running statistics, as in
 *     evaluation, and leave them as they are
 */
public record TowerLock(int groups, boolean freezesBatchNorm) {
    /** Everything learns. */
    public static final TowerLock NONE = new TowerLock(0, false);

    /** Checks the number. */
    public TowerLock {
        if (groups < 0) {
            throw new IllegalArgumentException("The number of locked groups must not be negative, got " + groups);
        }
    }

    /**
     * Refuses more groups than there are.
     *
     * @param tower what to call the tower
     * @param all number of its groups
     * @throws IllegalArgumentException if there are fewer than are to be locked
     */
    public void check(String tower, int all) {
        if (groups > all) {
            throw new IllegalArgumentException(
                    "The " + tower + " tower has " + all + " layer groups, cannot lock " + groups);
        }
    }

    /** Refuses to look for the gradient of the input, which ends where locked layers begin. */
    void checkIsOpen() {
        if (groups > 0) {
            throw new IllegalStateException(
                    "Images have no gradient behind " + groups + " locked layer groups, expected none locked");
        }
    }

    /** Whether the group of that index is locked. */
    public boolean covers(int group) {
        return group < groups;
    }
}
