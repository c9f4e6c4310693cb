package org.clipspark.job.robust.attack;

/** Images after an attack, and what became of them. */
public final class AttackedImages {
    private final AttackResult result;
    private final float[] images;
    private final boolean[] robust;

    AttackedImages(AttackResult result, float[] images, boolean[] robust) {
        this.result = result;
        this.images = images;
        this.robust = robust;
    }

    /** The counts. */
    public AttackResult result() {
        return result;
    }

    /**
     * {@code [N][length]}, values in [0, 1] within the bound: the first misclassified point that was found, else that of
     * the highest loss; an image that was wrong at first is as it was. The array itself, to be read only.
     */
    public float[] images() {
        return images;
    }

    /** Whether the image was right at first and nothing that was tried changed that. */
    public boolean isRobust(int row) {
        return robust[row];
    }
}
