package org.clipspark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.clipspark.job.embed.part.EmbeddingVector;
import org.clipspark.job.embed.search.ApproximateSearch;
import org.clipspark.job.embed.search.EmbeddingSearch;
import org.clipspark.job.embed.search.ExactSearch;
import org.clipspark.job.embed.search.QueryEncoder;
import org.clipspark.job.embed.search.SearchHit;
import org.clipspark.job.embed.search.SearchRecall;
import org.clipspark.job.embed.search.SearchedImages;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clip search}. */
@Command(
        name = "search",
        description = {
            "Finds the images of a folder of embeddings that are most similar to a text or an image.",
            "--index compares with few of them, by an index that is made the first time; otherwise with each one."
        },
        mixinStandardHelpOptions = true)
final class SearchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--embeddings", required = true, paramLabel = "FOLDER", description = "What clip embed wrote.")
    private String embeddings;

    @Option(names = "--text", paramLabel = "TEXT", description = "What to look for, in words.")
    private String text = "";

    @Option(names = "--image", paramLabel = "FILE", description = "What to look for, as an image.")
    private List<Path> images = List.of();

    @Option(
            names = "--count",
            defaultValue = "10",
            paramLabel = "N",
            description = "Images wanted (default: ${DEFAULT-VALUE}).")
    private int count;

    @Option(
            names = "--index",
            paramLabel = "FOLDER",
            description = "Index for approximate search, on this machine; made if it is not there.")
    private List<Path> indexes = List.of();

    @Option(
            names = "--check-recall",
            paramLabel = "N",
            description = "Measures on N queries of the embeddings' own which share of the exact hits the index finds.")
    private int recallQueries;

    @Option(names = "--checkpoint", paramLabel = "FOLDER", description = "Where the checkpoint is, if it has moved.")
    private String checkpoint = "";

    @Option(names = "--vocabulary", paramLabel = "FILE", description = "Where the vocabulary is, if it has moved.")
    private String vocabulary = "";

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws JsonProcessingException {
        check();
        Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
        SearchedImages searched = SearchedImages.open(embeddings, hadoop);
        try (EmbeddingSearch search = indexes.isEmpty()
                ? new ExactSearch(searched)
                : ApproximateSearch.open(searched, indexes.get(indexes.size() - 1))) {
            Map<String, Object> result = new LinkedHashMap<>();
            if (!text.isEmpty() || !images.isEmpty()) {
                put(search.search(List.of(query(searched)), count).get(0), result);
            }
            if (recallQueries > 0) {
                result.put("recall_at_" + count, SearchRecall.measure(searched, search, recallQueries, count));
            }
            output.print(spec, result);
        }
        return 0;
    }

    private void check() {
        int queries = (text.isEmpty() ? 0 : 1) + images.size();
        boolean isNothingAsked = queries == 0 && recallQueries == 0;
        if (queries > 1 || isNothingAsked) {
            throw new IllegalArgumentException(
                    "Expected one of --text and --image, or --check-recall, got " + queries + " queries");
        }
        if (count < 1 || recallQueries < 0) {
            throw new IllegalArgumentException(
                    "--count must be at least 1 and --check-recall at least 0, got " + count + " and " + recallQueries);
        }
        if (recallQueries > 0 && indexes.isEmpty()) {
            throw new IllegalArgumentException("--check-recall measures an index: name one with --index");
        }
    }

    private EmbeddingVector query(SearchedImages searched) {
        int threads = Runtime.getRuntime().availableProcessors();
        try (QueryEncoder encoder = QueryEncoder.load(searched, checkpoint, vocabulary, threads)) {
            return images.isEmpty() ? encoder.text(text) : encoder.image(images.get(0));
        }
    }

    /** For programs a list of objects, for people one line for each hit. */
    private void put(List<SearchHit> hits, Map<String, Object> result) {
        if (output.isJson()) {
            result.put("hits", hits);
        } else {
            // A caption of the web may hold what a terminal would obey.
            hits.forEach(hit -> result.put(
                    hit.key(),
                    String.format("%7.4f  %s", hit.score(), hit.caption().replaceAll("\\p{Cntrl}", " "))));
        }
    }
}
