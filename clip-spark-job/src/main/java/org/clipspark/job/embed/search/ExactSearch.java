package org.clipspark.job.embed.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.clipspark.job.embed.part.EmbeddedRow;
import org.clipspark.job.embed.part.EmbeddingVector;

/** Compares queries with every image, part by part. */
public final class ExactSearch implements EmbeddingSearch {
    private final SearchedImages images;

    /** Searches these. */
    public ExactSearch(SearchedImages images) {
        this.images = images;
    }

    /** The best of one query so far; of equal scores the earlier row is the better one. */
    private static final class Best {
        private final int count;
        private final PriorityQueue<Found> worstFirst = new PriorityQueue<>(
                Comparator.comparingDouble(Found::score).thenComparing(Found::order, Comparator.reverseOrder()));

        Best(int count) {
            this.count = count;
        }

        void offer(EmbeddedRow row, double score, long order) {
            if (worstFirst.size() == count && score <= worstFirst.element().score()) {
                return;
            }
            String caption = row.captions().isEmpty() ? "" : row.captions().get(0);
            worstFirst.add(new Found(score, order, new SearchHit(row.key(), caption, score)));
            if (worstFirst.size() > count) {
                worstFirst.remove();
            }
        }

        List<SearchHit> hits() {
            List<Found> found = new ArrayList<>(worstFirst);
            found.sort(worstFirst.comparator().reversed());
            return found.stream().map(Found::hit).toList();
        }
    }

    private record Found(double score, long order, SearchHit hit) {}

    @Override
    public List<List<SearchHit>> search(List<EmbeddingVector> queries, int count) {
        images.checkWidth(queries);
        List<Best> best = queries.stream().map(query -> new Best(count)).toList();
        long[] order = {0};
        images.forEach(row -> {
            for (int i = 0; i < queries.size(); i++) {
                best.get(i).offer(row, dot(queries.get(i).values(), row.image().values()), order[0]);
            }
            order[0]++;
        });
        return best.stream().map(Best::hits).toList();
    }

    private static double dot(float[] query, float[] image) {
        double sum = 0;
        for (int i = 0; i < query.length; i++) {
            sum += (double) query[i] * image[i];
        }
        return sum;
    }

    @Override
    public void close() {
        // Nothing stays open between searches.
    }
}
