package org.clipspark.job.eval;

/**
 * Choice of the caption that fits, where the wrong one differs in little: whether a model sees what belongs to what. A tie is
 * a wrong choice.
 */
public final class CaptionSelection {
    private CaptionSelection() {}

    /**
     * How pairs of similar images and captions came out (Thrush et al., <i>Winoground</i>, 2022); arrays that it gives are
     * copies, one value a pair.
     */
    public static final class PairOutcomes {
        private final boolean[] text;
        private final boolean[] image;

        private PairOutcomes(boolean[] text, boolean[] image) {
            this.text = text;
            this.image = image;
        }

        /** Whether each of the two images prefers its own caption. */
        public boolean[] text() {
            return text.clone();
        }

        /** Whether each of the two captions prefers its own image. */
        public boolean[] image() {
            return image.clone();
        }

        /** Whether both hold. */
        public boolean[] group() {
            boolean[] group = new boolean[text.length];
            for (int i = 0; i < group.length; i++) {
                group[i] = text[i] && image[i];
            }
            return group;
        }
    }

    /**
     * One image, a right and a wrong caption (Hsieh et al., <i>SugarCrepe</i>, 2023).
     *
     * @param images {@code [N, E]}
     * @param right {@code [N, E]}, the captions that fit
     * @param wrong {@code [N, E]}, those that do not
     * @return {@code [N]}, whether the right caption scores higher
     * @throws IllegalArgumentException if the shapes differ
     */
    public static boolean[] choices(Embeddings images, Embeddings right, Embeddings wrong) {
        checkSame(images, right);
        checkSame(images, wrong);
        boolean[] choices = new boolean[images.rows()];
        for (int i = 0; i < choices.length; i++) {
            choices[i] = images.dot(i, right, i) > images.dot(i, wrong, i);
        }
        return choices;
    }

    /**
     * Two images and two captions, row by row: caption {@code a} fits image {@code a} only, caption {@code b} image {@code b}
     * only.
     *
     * @param imagesA {@code [N, E]}
     * @param captionsA {@code [N, E]}
     * @param imagesB {@code [N, E]}
     * @param captionsB {@code [N, E]}
     * @throws IllegalArgumentException if the shapes differ
     */
    public static PairOutcomes pairs(
            Embeddings imagesA, Embeddings captionsA, Embeddings imagesB, Embeddings captionsB) {
        checkSame(imagesA, captionsA);
        checkSame(imagesA, imagesB);
        checkSame(imagesA, captionsB);
        boolean[] text = new boolean[imagesA.rows()];
        boolean[] image = new boolean[imagesA.rows()];
        for (int i = 0; i < text.length; i++) {
            float aa = imagesA.dot(i, captionsA, i);
            float ab = imagesA.dot(i, captionsB, i);
            float ba = imagesB.dot(i, captionsA, i);
            float bb = imagesB.dot(i, captionsB, i);
            text[i] = aa > ab && bb > ba;
            image[i] = aa > ba && bb > ab;
        }
        return new PairOutcomes(text, image);
    }

    /** Fraction of what is true; not a number for none. */
    public static double fraction(boolean[] outcomes) {
        int count = 0;
        for (boolean outcome : outcomes) {
            count += outcome ? 1 : 0;
        }
        return (double) count / outcomes.length;
    }

    private static void checkSame(Embeddings images, Embeddings other) {
        if (images.rows() != other.rows() || images.width() != other.width()) {
            throw new IllegalArgumentException("Selection needs as many rows of one width on all sides, got "
                    + images.rows() + " x " + images.width() + " and " + other.rows() + " x " + other.width());
        }
    }
}
