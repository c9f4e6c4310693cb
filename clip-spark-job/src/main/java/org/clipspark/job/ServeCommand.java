package org.clipspark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.clipspark.job.embed.CheckpointSource;
import org.clipspark.job.embed.Encoder;
import org.clipspark.job.serve.EmbeddingService;
import org.clipspark.job.serve.ServiceSettings;
import org.clipspark.model.input.ClipTokenizer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clip serve}. */
@Command(
        name = "serve",
        description = {
            "Answers programs on this machine with embeddings and zero-shot classes, as JSON over HTTP on loopback:",
            "POST /embed, POST /classify, GET /statistics."
        },
        mixinStandardHelpOptions = true)
final class ServeCommand implements Callable<Integer> {
    private static final int BATCH = 32;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--checkpoint",
            required = true,
            paramLabel = "FOLDER",
            description = "A checkpoint, as clip embed takes it.")
    private String checkpoint;

    @Option(names = "--vocabulary", required = true, paramLabel = "FILE", description = "Of the tokenizer.")
    private Path vocabulary;

    @Option(names = "--port", defaultValue = "8765", description = "0: any (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(names = "--threads", defaultValue = "0", description = "Native threads; 0: all cores.")
    private int threads;

    @Option(
            names = "--max-request-bytes",
            defaultValue = "8388608",
            description = "Of one request (default: ${DEFAULT-VALUE}).")
    private int maxRequestBytes;

    @Option(
            names = "--max-items",
            defaultValue = "64",
            description = "Texts, images or prompts of one request (default: ${DEFAULT-VALUE}).")
    private int maxItems;

    @Option(
            names = "--max-waiting",
            defaultValue = "8",
            description = "Requests that wait for the model; others get status 503 (default: ${DEFAULT-VALUE}).")
    private int maxWaiting;

    @Option(
            names = "--stop-after",
            paramLabel = "N",
            description = "Ends after so many requests, with their counts and times; 0: never.")
    private int stopAfter;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws JsonProcessingException, InterruptedException {
        if (threads < 0 || stopAfter < 0) {
            throw new IllegalArgumentException(
                    "--threads and --stop-after must be at least 0, got " + threads + " and " + stopAfter);
        }
        ServiceSettings settings = new ServiceSettings(port, maxRequestBytes, maxItems, maxWaiting);
        try (Encoder encoder = encoder();
                EmbeddingService service =
                        EmbeddingService.start(encoder, settings, stopAfter == 0 ? Integer.MAX_VALUE : stopAfter)) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("clip: serving at http://127.0.0.1:" + service.port());
            err.flush();
            service.await();
            output.print(spec, service.figures());
        }
        return 0;
    }

    private Encoder encoder() {
        Configuration hadoop = SparkHadoopUtil.get().newConfiguration(new SparkConf());
        CheckpointSource source = CheckpointSource.open(checkpoint, hadoop);
        ClipTokenizer tokenizer =
                ClipTokenizer.load(vocabulary, source.model().text().tokenizerOptions());
        int used = threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
        return Encoder.load(source, tokenizer, BATCH, used, hadoop);
    }
}
