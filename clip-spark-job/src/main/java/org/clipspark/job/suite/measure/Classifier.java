package org.clipspark.job.suite.measure;

import java.util.List;
import org.clipspark.job.eval.Embeddings;
import org.clipspark.job.eval.ZeroShot;

/** Builds a zero-shot classifier where classes may have different numbers of prompts. */
public final class Classifier {
    private Classifier() {}

    /**
     * One embedding per class: the mean of its prompts' embeddings, brought back to unit length.
     *
     * @param prompts {@code [P, E]}, class by class
     * @param counts prompts of each class, each at least 1; their sum is {@code P}
     * @return {@code [classes, E]}
     */
    public static Embeddings of(Embeddings prompts, List<Integer> counts) {
        int width = prompts.width();
        float[] rows = new float[counts.size() * width];
        int from = 0;
        for (int c = 0; c < counts.size(); c++) {
            int[] own = new int[counts.get(c)];
            for (int i = 0; i < own.length; i++) {
                own[i] = from + i;
            }
            from += own.length;
            Embeddings mean = ZeroShot.classifier(prompts.select(own), 1);
            System.arraycopy(mean.values(), 0, rows, c * width, width);
        }
        return Embeddings.of(rows, width);
    }
}
