package org.clipspark.job.eval.outcome;

import java.util.Arrays;

/**
 * How each query of a retrieval came out. Image queries are the images with at least one text, by rising number; text
 * queries are all texts. Arrays that it gives are copies.
 */
public final class RetrievalOutcomes {
    private final int images;
    private final Queries imageQueries;
    private final Queries textQueries;

    /** Queries of one direction. */
    public static final class Queries {
        private final int[] image;
        private final int[] ranks;
        private final int[] tied;

        /**
         * The queries; arrays are kept, not copied.
         *
         * @param image {@code [Q]}, the image that is the query, or that the text belongs to
         * @param ranks {@code [Q]}, place of what belongs to the query, from 0
         * @param tied {@code [Q]}, other candidates that scored exactly the same
         */
        public Queries(int[] image, int[] ranks, int[] tied) {
            this.image = image;
            this.ranks = ranks;
            this.tied = tied;
        }

        /** How many, {@code Q}. */
        public int count() {
            return ranks.length;
        }

        /** Place of what belongs to the query, from 0. */
        public int rank(int query) {
            return ranks[query];
        }

        /** Places, from 0. */
        public int[] ranks() {
            return ranks.clone();
        }

        /** Other candidates that scored exactly as what belongs to each query. */
        public int[] tied() {
            return tied.clone();
        }

        /** The image of each query: queries of one image are no independent samples. */
        public int[] images() {
            return image.clone();
        }

        /** For each query, 1 if what belongs to it is among the first {@code k}, otherwise 0. */
        public double[] hits(int k) {
            return Arrays.stream(ranks).mapToDouble(rank -> rank < k ? 1 : 0).toArray();
        }
    }

    /**
     * Both directions.
     *
     * @param images candidates of each text
     */
    public RetrievalOutcomes(int images, Queries imageQueries, Queries textQueries) {
        this.images = images;
        this.imageQueries = imageQueries;
        this.textQueries = textQueries;
    }

    /** Images, those without a text included. */
    public int images() {
        return images;
    }

    /** Texts. */
    public int texts() {
        return textQueries.count();
    }

    /** Images that look for a text of theirs. */
    public Queries imageToText() {
        return imageQueries;
    }

    /** Texts that look for their image; query {@code j} is text {@code j}. */
    public Queries textToImage() {
        return textQueries;
    }
}
