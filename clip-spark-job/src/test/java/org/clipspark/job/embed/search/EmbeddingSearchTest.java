package org.clipspark.job.embed.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.clipspark.job.embed.part.EmbeddingVector;
import org.clipspark.job.embed.part.SmallEmbeddings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddingSearchTest {
    private static final int WIDTH = 32;
    private static final int CLUSTERS = 100;
    private static final EmbeddingVector RIGHT = new EmbeddingVector(new float[] {1, 0});

    @TempDir
    Path folder;

    /** Up, a little to the right, right, left, right again. */
    private SearchedImages five() {
        float[][] images = {{0, 1}, {0.6f, 0.8f}, {1, 0}, {-1, 0}, {1, 0}};
        String location = folder.resolve("five").toString();
        SmallEmbeddings.write(location, "five", 5, i -> SmallEmbeddings.row(i, images[i], images[i]));
        return SearchedImages.open(location, SmallEmbeddings.HADOOP);
    }

    @Test
    void exactSearchGivesTheNearestAndOfEqualOnesTheEarlier() {
        List<SearchHit> hits = new ExactSearch(five()).search(List.of(RIGHT), 4).get(0);

        assertThat(hits).extracting(SearchHit::key).containsExactly("key-2", "key-4", "key-1", "key-0");
        assertThat(hits.get(2).score()).isCloseTo(0.6, within(1e-6));
        assertThat(hits.get(2).caption()).isEqualTo("caption 1");
        assertThat(new ExactSearch(five()).search(List.of(RIGHT, RIGHT), 99))
                .hasSize(2)
                .allMatch(all -> all.size() == 5);
    }

    @Test
    void approximateSearchOfFewImagesIsExact() {
        SearchedImages images = five();
        try (ApproximateSearch search = ApproximateSearch.open(images, folder.resolve("index"))) {
            List<SearchHit> hits = search.search(List.of(RIGHT), 5).get(0);

            assertThat(hits).extracting(SearchHit::key).containsExactly("key-2", "key-4", "key-1", "key-0", "key-3");
            assertThat(hits.get(4).score()).isCloseTo(-1, within(1e-6));
        }
    }

    @Test
    void refusesAQueryOfAnotherWidth() {
        assertThatThrownBy(() -> new ExactSearch(five()).search(List.of(new EmbeddingVector(new float[3])), 1))
                .hasMessage("A query of width 3 cannot be compared with embeddings of width 2");
    }

    @Test
    void findsNineOfTenNearestAmongTenThousand() {
        float[][] centres = new float[CLUSTERS][];
        Random random = new Random(1);
        for (int i = 0; i < CLUSTERS; i++) {
            centres[i] = unit(random, new float[WIDTH], 1);
        }
        String location = folder.resolve("many").toString();
        SmallEmbeddings.write(location, "many", 10_000, i -> {
            Random own = new Random(i);
            float[] centre = centres[i % CLUSTERS];
            return SmallEmbeddings.row(i, unit(own, centre, 0.2f), unit(own, centre, 0.2f));
        });
        SearchedImages images = SearchedImages.open(location, SmallEmbeddings.HADOOP);
        try (ApproximateSearch search = ApproximateSearch.open(images, folder.resolve("index"))) {
            assertThat(SearchRecall.measure(images, search, 200, 10)).isBetween(0.9, 1.0);
        }
        try (ExactSearch search = new ExactSearch(images)) {
            assertThat(SearchRecall.measure(images, search, 50, 10)).isEqualTo(1);
        }
    }

    private static float[] unit(Random random, float[] centre, float spread) {
        float[] vector = centre.clone();
        double squares = 0;
        for (int i = 0; i < vector.length; i++) {
            vector[i] += spread * (float) random.nextGaussian();
            squares += vector[i] * vector[i];
        }
        for (int i = 0; i < vector.length; i++) {
            vector[i] /= (float) Math.sqrt(squares);
        }
        return vector;
    }

    @Test
    void anIndexOfOtherEmbeddingsIsMadeAnew() throws IOException {
        Path index = folder.resolve("index");
        ApproximateSearch.open(five(), index).close();
        String location = folder.resolve("one").toString();
        SmallEmbeddings.write(location, "one", 1, i -> SmallEmbeddings.row(9, new float[] {1, 0}, new float[] {1, 0}));
        SearchedImages other = SearchedImages.open(location, SmallEmbeddings.HADOOP);

        assertThat(SearchIndex.isOf(other, index)).isFalse();
        try (ApproximateSearch search = ApproximateSearch.open(other, index)) {
            assertThat(search.search(List.of(RIGHT), 5).get(0))
                    .extracting(SearchHit::key)
                    .containsExactly("key-9");
        }
        assertThat(SearchIndex.isOf(other, index)).isTrue();
    }

    @Test
    void neverReplacesWhatIsNoIndex() throws IOException {
        Path holiday = Files.createDirectory(folder.resolve("holiday"));
        Files.writeString(holiday.resolve("beach.jpg"), "picture");

        assertThatThrownBy(() -> ApproximateSearch.open(five(), holiday))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(holiday + " holds other files (beach.jpg); choose a folder that is new or empty");
        assertThat(holiday.resolve("beach.jpg")).exists();
    }
}
