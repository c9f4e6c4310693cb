package org.clipspark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.embed.part.EmbeddingFolder;
import org.clipspark.job.embed.score.CaptionChoice;
import org.clipspark.job.embed.score.ScoredShards;
import org.clipspark.job.embed.score.SimilarityScores;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clip score}. */
@Command(
        name = "score",
        description = {
            "Copies a data set with the similarity of image and caption in column 'similarity', from embeddings of it.",
            "clip prep run filters by the column: its source is the copy's *.parquet."
        },
        mixinStandardHelpOptions = true)
final class ScoreCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--embeddings",
            required = true,
            paramLabel = "FOLDER",
            description = "What clip embed wrote; splits without embeddings are left out.")
    private String embeddings;

    @Option(names = "--shards", required = true, paramLabel = "FOLDER", description = "The data set.")
    private String shards;

    @Option(names = "--output", required = true, paramLabel = "FOLDER", description = "Receives the copy.")
    private String target;

    @Option(
            names = "--captions",
            defaultValue = "first",
            paramLabel = "WHICH",
            description = "first caption, or best: the greatest similarity of all (default: ${DEFAULT-VALUE}).")
    private String captions;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws JsonProcessingException {
        CaptionChoice choice = CaptionChoice.named(captions);
        try (SparkSession session = SparkSessions.open("score", Optional.empty())) {
            ScoredShards scored = new SimilarityScores(JavaSparkContext.fromSparkContext(session.sparkContext()))
                    .write(new EmbeddingFolder(embeddings), shards, target, choice);
            Map<String, Object> figures = new LinkedHashMap<>();
            figures.put("shards", target);
            figures.put("rows", scored.rows());
            figures.put("scored", scored.scored());
            figures.put("erased", scored.erased());
            figures.put("mean_similarity", scored.mean());
            output.print(spec, figures);
        }
        return 0;
    }
}
