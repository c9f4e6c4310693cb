package org.clipspark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.clipspark.job.config.JobConfig;
import org.clipspark.job.data.ReplicaShare;
import org.clipspark.job.data.Sample;
import org.clipspark.job.data.ShardReader;
import org.clipspark.job.demo.DemoFiles;
import org.clipspark.job.demo.DemoScenes;
import org.clipspark.job.train.TrainResult;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.input.BytePairTrainer;
import org.clipspark.prep.PrepConfig;
import org.clipspark.prep.PrepResult;
import org.clipspark.prep.PrepareData;
import org.clipspark.prep.config.StrictYaml;
import org.clipspark.prep.shard.ShardSplit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code clip demo}: the whole arrow on drawn scenes. */
@Command(
        name = "demo",
        description = "Draws image-text pairs, prepares them, trains on an embedded Spark and writes the report.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final int TRAIN_PAIRS = 15000;
    private static final int VALIDATION_PAIRS = 1080;
    private static final List<String> OWN_FILES = List.of("raw", "conf", "shards", "run", "vocabulary.txt");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--directory",
            defaultValue = "runs/demo",
            paramLabel = "DIR",
            description = "Where everything goes, runs/demo by default; an earlier demo there is replaced.")
    private Path folder;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Replaces a value of the training configuration, e.g. train.epochs=4.")
    private List<String> overrides = List.of();

    @Option(names = "--seed", defaultValue = "1", description = "Of the drawn scenes, 1 by default.")
    private long seed;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws JsonProcessingException {
        OWN_FILES.forEach(name -> delete(folder.resolve(name)));
        say("drawing " + TRAIN_PAIRS + " scenes to learn from and " + VALIDATION_PAIRS + " of "
                + DemoScenes.classNames().size() + " combinations that training never shows");
        DemoScenes.write(folder.resolve("raw"), seed, TRAIN_PAIRS, VALIDATION_PAIRS);
        DemoFiles.write(folder);
        PrepConfig prep = StrictYaml.load(
                folder.resolve("conf/prep/demo.yaml"),
                List.of(
                        "source.path=" + folder.resolve("raw/train-*.tar"),
                        "validation.path=" + folder.resolve("raw/val.tar"),
                        "output=" + folder.resolve("shards")),
                PrepConfig.class);
        JobConfig config = JobConfig.load(folder.resolve("conf/train/demo.yaml"), trainOverrides());
        try (SparkSession spark =
                SparkSessions.open("demo", Optional.of(config.train().replicas()))) {
            PrepResult prepared = PrepareData.run(spark, prep, Clock.systemUTC());
            say(String.format("prepared %,d of %,d rows", prepared.rowsOut(), prepared.rowsIn()));
            learnVocabulary(spark, config);
            TrainResult result = TrainCommand.trainer(spark, config, spec).run();
            output.print(spec, result.figures());
            say("report: " + result.report().toAbsolutePath());
        }
        return 0;
    }

    private List<String> trainOverrides() {
        return Stream.concat(
                        Stream.of(
                                "run.directory=" + folder.resolve("run"),
                                "model.config=" + folder.resolve("conf/model/demo.json"),
                                "tokenizer.vocabulary=" + folder.resolve("vocabulary.txt"),
                                "data.shards=" + folder.resolve("shards")),
                        overrides.stream())
                .toList();
    }

    private void learnVocabulary(SparkSession spark, JobConfig config) {
        ModelConfig model = ModelConfig.load(Path.of(config.model().config()));
        BytePairTrainer trainer = new BytePairTrainer(model.text().vocabularySize());
        Iterator<Sample> samples = ShardReader.open(
                        config.data(), spark.sparkContext().hadoopConfiguration())
                .inOrder(ShardSplit.TRAIN, ReplicaShare.WHOLE);
        while (samples.hasNext()) {
            samples.next().captions().forEach(trainer::add);
        }
        trainer.train(Path.of(config.tokenizer().vocabulary()));
    }

    private void say(String text) {
        spec.commandLine().getErr().println("demo: " + text);
        spec.commandLine().getErr().flush();
    }

    private static void delete(Path root) {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(root)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove the earlier demo " + root, e);
        }
    }
}
