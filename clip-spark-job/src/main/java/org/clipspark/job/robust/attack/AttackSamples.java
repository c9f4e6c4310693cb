package org.clipspark.job.robust.attack;

import org.clipspark.model.input.PixelSpace;

/** Images to attack, with their right classes. */
public final class AttackSamples {
    private final float[] images;
    private final int[] labels;
    private final long[] keys;
    private final int length;

    /**
     * Images of that order.
     *
     * @param images {@code [N][length]}, values in [0, 1]; kept, not copied, and never written to
     * @param labels {@code [N]}, the right classes
     * @param keys {@code [N]}: what an image's random numbers depend on, the same for it in every batch and run
     * @throws IllegalArgumentException if the sizes differ or a value is outside [0, 1]
     */
    public AttackSamples(PixelSpace pixels, float[] images, int[] labels, long[] keys) {
        this.length = pixels.length();
        if (labels.length != keys.length || images.length != (long) labels.length * length) {
            throw new IllegalArgumentException(images.length + " values, " + labels.length + " labels and "
                    + keys.length + " keys do not belong to the same images of " + length + " values");
        }
        for (int i = 0; i < images.length; i++) {
            if (!(images[i] >= 0 && images[i] <= 1)) {
                throw new IllegalArgumentException("Image " + i / length + " holds " + images[i]
                        + ", expected values in [0, 1]: undo the model's normalisation first");
            }
        }
        this.images = images;
        this.labels = labels.clone();
        this.keys = keys.clone();
    }

    private AttackSamples(float[] images, int[] labels, long[] keys, int length) {
        this.images = images;
        this.labels = labels;
        this.keys = keys;
        this.length = length;
    }

    /** {@code N}. */
    public int count() {
        return labels.length;
    }

    float[] images() {
        return images;
    }

    int[] labels() {
        return labels;
    }

    long key(int row) {
        return keys[row];
    }

    /** Values of an image. */
    int length() {
        return length;
    }

    /** Those rows, copied. */
    AttackSamples select(int[] rows) {
        float[] chosen = new float[rows.length * length];
        int[] chosenLabels = new int[rows.length];
        long[] chosenKeys = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(images, rows[i] * length, chosen, i * length, length);
            chosenLabels[i] = labels[rows[i]];
            chosenKeys[i] = keys[rows[i]];
        }
        return new AttackSamples(chosen, chosenLabels, chosenKeys, length);
    }
}
