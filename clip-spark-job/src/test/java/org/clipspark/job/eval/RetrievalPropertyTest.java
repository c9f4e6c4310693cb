package org.clipspark.job.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RetrievalPropertyTest {
    @Property(tries = 150)
    void equalsTheSortOfTheWholeMatrix(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 12) int images,
            @ForAll @IntRange(min = 1, max = 25) int texts,
            @ForAll @IntRange(min = 1, max = 9) int width,
            @ForAll @IntRange(min = 1, max = 30) int chunk) {
        Random random = new Random(seed);
        Embeddings left = coarse(random, images, width);
        Embeddings right = coarse(random, texts, width);
        int[] textToImage = random.ints(texts, 0, images).toArray();

        RetrievalResult result = new Retrieval(right, textToImage, chunk).evaluate(left);

        int[] imageRanks = imageRanks(left, right, textToImage);
        int[] textRanks = textRanks(left, right, textToImage);
        assertThat(result.imageToText().meanRank()).isEqualTo(mean(imageRanks) + 1);
        assertThat(result.imageToText().r1()).isEqualTo(below(imageRanks, 1));
        assertThat(result.imageToText().r5()).isEqualTo(below(imageRanks, 5));
        assertThat(result.textToImage().meanRank()).isEqualTo(mean(textRanks) + 1);
        assertThat(result.textToImage().r1()).isEqualTo(below(textRanks, 1));
        assertThat(result.textToImage().r10()).isEqualTo(below(textRanks, 10));
    }

    /** Few distinct directions, so that many scores are equal. */
    private static Embeddings coarse(Random random, int rows, int width) {
        float[] values = new float[rows * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextInt(3) - 1;
        }
        return Embeddings.normalised(values, width);
    }

    private static int[] imageRanks(Embeddings images, Embeddings texts, int[] textToImage) {
        return Arrays.stream(textToImage)
                .distinct()
                .map(image -> {
                    Integer[] order = order(texts.rows(), text -> images.dot(image, texts, text));
                    for (int rank = 0; ; rank++) {
                        if (textToImage[order[rank]] == image) {
                            return rank;
                        }
                    }
                })
                .toArray();
    }

    private static int[] textRanks(Embeddings images, Embeddings texts, int[] textToImage) {
        int[] ranks = new int[textToImage.length];
        for (int j = 0; j < ranks.length; j++) {
            int text = j;
            Integer[] order = order(images.rows(), image -> images.dot(image, texts, text));
            ranks[j] = Arrays.asList(order).indexOf(textToImage[j]);
        }
        return ranks;
    }

    private interface Score {
        float of(int candidate);
    }

    /** Candidates by falling score; the sort is stable, so equal ones keep the order of their index. */
    private static Integer[] order(int candidates, Score score) {
        Integer[] order = new Integer[candidates];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> score.of(a) == score.of(b) ? 0 : score.of(a) > score.of(b) ? -1 : 1);
        return order;
    }

    private static double mean(int[] ranks) {
        return (double) Arrays.stream(ranks).sum() / ranks.length;
    }

    private static double below(int[] ranks, int k) {
        return (double) Arrays.stream(ranks).filter(rank -> rank < k).count() / ranks.length;
    }
}
