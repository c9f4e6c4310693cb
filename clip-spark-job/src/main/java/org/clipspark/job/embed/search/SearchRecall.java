package org.clipspark.job.embed.search;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.clipspark.job.embed.part.EmbeddedRow;
import org.clipspark.job.embed.part.EmbeddingVector;

/** How much of what an exact search finds an approximate one finds too. */
public final class SearchRecall {
    private SearchRecall() {}

    /**
     * Mean share of the exact search's hits that are among the approximate one's, over queries taken at equal distances
     * from the embeddings themselves: captions where there are any, as people search by words, otherwise images.
     *
     * @param queries how many, at least 1; at most one for each row is used
     * @param count hits of each query, at least 1
     * @return from 0 to 1
     */
    public static double measure(SearchedImages images, EmbeddingSearch approximate, int queries, int count) {
        List<EmbeddingVector> asked = queries(images, queries);
        List<List<SearchHit>> expected = new ExactSearch(images).search(asked, count);
        List<List<SearchHit>> found = approximate.search(asked, count);
        double sum = 0;
        for (int i = 0; i < asked.size(); i++) {
            Set<String> keys = new HashSet<>();
            found.get(i).forEach(hit -> keys.add(hit.key()));
            long common = expected.get(i).stream()
                    .filter(hit -> keys.contains(hit.key()))
                    .count();
            sum += (double) common / expected.get(i).size();
        }
        return sum / asked.size();
    }

    private static List<EmbeddingVector> queries(SearchedImages images, int count) {
        long rows = images.manifest().rows();
        long wanted = Math.min(count, rows);
        List<EmbeddingVector> queries = new ArrayList<>();
        long[] row = {0};
        images.forEach(each -> {
            if (row[0]++ >= queries.size() * rows / wanted && queries.size() < wanted) {
                queries.add(query(each));
            }
        });
        return queries;
    }

    private static EmbeddingVector query(EmbeddedRow row) {
        return row.texts().isEmpty() ? row.image() : row.texts().get(0);
    }
}
