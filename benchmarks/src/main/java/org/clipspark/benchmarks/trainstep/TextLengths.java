package org.clipspark.benchmarks.trainstep;

/** How long the texts of a batch are. */
enum TextLengths {
    /** As long as the context. */
    FULL {
        @Override
        int tokens(int text, int context) {
            return context;
        }
    },
    /** As long as captions of the web: tokens by CLIP's vocabulary of 11,993 captions of CC3M's validation set. */
    CC3M {
        @Override
        int tokens(int text, int context) {
            return Math.min(context, CAPTIONS[Math.floorMod(text * SPREAD, CAPTIONS.length)]);
        }
    };

    // 64 quantiles of the lengths, start and end included; their mean is 12.7.
    private static final int[] CAPTIONS = {
        7, 7, 7, 7, 7, 8, 8, 8, 8, 8, 8, 8, 9, 9, 9, 9, 9, 9, 9, 10, 10, 10, 10, 10, 10, 10, 11, 11, 11, 11, 11, 11, 11,
        12, 12, 12, 12, 12, 13, 13, 13, 13, 13, 14, 14, 14, 15, 15, 15, 15, 16, 16, 17, 17, 17, 18, 19, 19, 20, 21, 22,
        23, 25, 31
    };
    // Odd, so that 64 texts in a row take each quantile once, and 32 an even choice of them.
    private static final int SPREAD = 37;

    /** Tokens of text {@code text} of a batch, at most {@code context}. */
    abstract int tokens(int text, int context);
}
