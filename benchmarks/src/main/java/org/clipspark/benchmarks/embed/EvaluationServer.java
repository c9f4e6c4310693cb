package org.clipspark.benchmarks.embed;

import java.io.PrintStream;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.clipspark.benchmarks.process.PeakMemory;
import org.clipspark.benchmarks.process.ScratchFolder;
import org.clipspark.job.embed.EmbeddingJob;
import org.clipspark.job.embed.EmbeddingRequest;
import org.clipspark.job.embed.EmbeddingTimes;
import org.clipspark.job.embed.SplitChoice;

/** The embeddings of an evaluation in a process of its own, from shards on disk to embeddings on disk. */
final class EvaluationServer {
    private static final int BATCH = 64;

    private EvaluationServer() {}

    /** Arguments: images, threads. Answers with images, seconds of tasks, of encoders, of waiting, and peak memory. */
    public static void main(String[] arguments) {
        PrintStream replies = System.out;
        // Libraries that greet on standard output must not break the conversation.
        System.setOut(System.err);
        SparkConf conf = new SparkConf()
                .setAppName("embed")
                .setMaster("local[" + arguments[1] + "]")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "127.0.0.1")
                .set("spark.driver.bindAddress", "127.0.0.1");
        try (ScratchFolder scratch = ScratchFolder.create();
                JavaSparkContext spark = new JavaSparkContext(conf)) {
            Path folder = scratch.path();
            EvaluationData data = new EvaluationData(folder, spark.hadoopConfiguration());
            data.write(Integer.parseInt(arguments[0]));
            EmbeddingJob job =
                    new EmbeddingJob(spark, folder.resolve("embeddings").toString());
            job.embed(EmbeddingRequest.of(
                    data.checkpoint(), data.vocabulary(), data.shards(), SplitChoice.VALIDATION, BATCH));
            EmbeddingTimes times = job.times();
            replies.println(times.images() + " " + times.taskSeconds() + " " + times.encoderSeconds() + " "
                    + times.waitSeconds() + " " + PeakMemory.mib());
        }
    }
}
