package org.clipspark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.embed.EmbeddingJob;
import org.clipspark.job.embed.EmbeddingRequest;
import org.clipspark.job.embed.EmbeddingTimes;
import org.clipspark.job.embed.SplitChoice;
import org.clipspark.job.embed.part.EmbeddingManifest;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clip embed}. */
@Command(
        name = "embed",
        description = {
            "Embeds images and captions of a data set by a checkpoint into Parquet files, see docs/embeddings.md.",
            "A run that was cut off goes on where it was when it is started again."
        },
        mixinStandardHelpOptions = true)
final class EmbedCommand implements Callable<Integer> {
    private static final double MILLIS_PER_SECOND = 1000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--checkpoint",
            required = true,
            paramLabel = "FOLDER",
            description = "Checkpoint, or weights beside their open_clip_config.json.")
    private String checkpoint;

    @Option(
            names = "--vocabulary",
            required = true,
            paramLabel = "FILE",
            description = "The tokenizer's vocabulary, on this machine.")
    private String vocabulary;

    @Option(names = "--shards", required = true, paramLabel = "FOLDER", description = "What clip prep run wrote.")
    private String shards;

    @Option(
            names = "--split",
            defaultValue = "validation",
            paramLabel = "SPLIT",
            description = "train, validation or all (default: ${DEFAULT-VALUE}).")
    private String split;

    @Option(names = "--output", required = true, paramLabel = "FOLDER", description = "Receives the embeddings.")
    private String target;

    @Option(
            names = "--batch-size",
            defaultValue = "64",
            paramLabel = "N",
            description = "Images or texts that an encoder works on at once (default: ${DEFAULT-VALUE}).")
    private int batchSize;

    @Option(
            names = "--column",
            paramLabel = "NAME",
            description = "Further column of the shards to keep, e.g. language; repeatable.")
    private List<String> columns = List.of();

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws JsonProcessingException {
        EmbeddingRequest request = EmbeddingRequest.of(
                        checkpoint, vocabulary, shards, SplitChoice.named(split), batchSize)
                .withColumns(columns);
        try (SparkSession session = SparkSessions.open("embed", Optional.empty())) {
            EmbeddingJob job = new EmbeddingJob(JavaSparkContext.fromSparkContext(session.sparkContext()), target);
            Clock clock = Clock.systemUTC();
            long start = clock.millis();
            EmbeddingManifest manifest = job.write(request, target);
            double seconds = (clock.millis() - start) / MILLIS_PER_SECOND;
            output.print(spec, figures(manifest, job, seconds));
        }
        return 0;
    }

    private Map<String, Object> figures(EmbeddingManifest manifest, EmbeddingJob job, double seconds) {
        EmbeddingTimes times = job.times();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("embeddings", target);
        figures.put("identity", manifest.wholeIdentity().hash());
        figures.put("rows", manifest.rows());
        figures.put("texts", manifest.texts());
        figures.put("skipped", manifest.skipped().size());
        figures.put("images_encoded", times.images());
        figures.put("texts_encoded", times.texts());
        figures.put("repaired_parts", job.repaired());
        figures.put("encoder_share", times.encoderShare());
        figures.put("seconds", seconds);
        return figures;
    }
}
