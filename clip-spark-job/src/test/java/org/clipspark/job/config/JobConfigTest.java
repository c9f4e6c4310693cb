package org.clipspark.job.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.clipspark.prep.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class JobConfigTest {
    private static final Path TRAIN = Path.of("..", "conf", "train");

    @TempDir
    Path folder;

    static Stream<Path> shippedFiles() throws IOException {
        try (Stream<Path> files = Files.list(TRAIN)) {
            return files.toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("shippedFiles")
    void readsEveryShippedFile(Path file) throws IOException {
        JobConfig config = JobConfig.load(file, List.of());

        assertThat(Path.of("..").resolve(config.model().config())).exists();
        assertThat(Files.readAllLines(file).get(0)).startsWith("# Command: deploy/local/clip ");
    }

    @Test
    void readsBackWhatItFormats() throws IOException {
        JobConfig config = JobConfig.load(TRAIN.resolve("caltech101.yaml"), List.of("run.seed=7"));
        Path copy = Files.writeString(folder.resolve("config.yaml"), config.format());

        assertThat(JobConfig.load(copy, List.of())).isEqualTo(config);
    }

    @Test
    void asksWhetherAKnownKeyWasMeant() {
        assertThatThrownBy(() -> load("train.averagingFrequenzy=4"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("caltech101.yaml")
                .hasMessageContaining("train.averagingFrequenzy")
                .hasMessageContaining("did you mean 'averagingFrequency'?");
    }

    @Test
    void asksWhetherAKnownChoiceWasMeant() {
        assertThatThrownBy(() -> load("train.replicaGroup=rinq"))
                .hasMessageContaining("train.replicaGroup")
                .hasMessageContaining("did you mean 'ring'?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            run.directory=' '               | run.directory must not be empty, got ' '
            train.batchSize=1               | train.batchSize must be at least 2, got 1
            train.threadsPerReplica=-1      | train.threadsPerReplica must be at least 0, got -1
            train.accumulation=0            | train.accumulation must be at least 1, got 0
            train.averagingFrequency=0      | train.averagingFrequency must be at least 1, got 0
            train.taskResources.cores=-1    | train.taskResources.cores must be at least 0, got -1
            train.averageEveryStepUntil=-1  | train.averageEveryStepUntil must be at least 0, got -1
            train.outer.learningRate=0      | train.outer.learningRate must be a positive number, got 0.0
            train.outer.momentum=1          | train.outer.momentum must be at least 0 and less than 1, got 1.0
            train.minimumReplicas=2         | train.minimumReplicas must be at most train.replicas = 1, got 2
            checkpoint.everySteps=-1        | checkpoint.everySteps must be at least 0, got -1
            checkpoint.everyMinutes=-0.5    | checkpoint.everyMinutes must be 0 or a positive number, got -0.5
            checkpoint.keepLast=-1          | checkpoint.keepLast must be at least 0, got -1
            faults.maximumRestarts=-1       | faults.maximumRestarts must be at least 0, got -1
            faults.learningRateFactor=2     | faults.learningRateFactor must be above 0 and at most 1, got 2.0
            faults.lossSpike=0.5            | faults.lossSpike must be 0 or above 1, got 0.5
            faults.normSpike=1              | faults.normSpike must be 0 or above 1, got 1.0
            optimizer.learningRate=0        | optimizer.learningRate must be a positive number, got 0.0
            optimizer.learningRate=1e999    | optimizer.learningRate must be a positive number, got Infinity
            optimizer.beta2=1               | optimizer.beta2 must be at least 0 and less than 1, got 1.0
            optimizer.weightDecay=-0.1      | optimizer.weightDecay must be 0 or a positive number, got -0.1
            optimizer.imageLayerDecay=0     | optimizer.imageLayerDecay must be above 0 and at most 1, got 0.0
            optimizer.textLayerDecay=1.5    | optimizer.textLayerDecay must be above 0 and at most 1, got 1.5
            optimizer.cooldown.steps=5      | optimizer.cooldown.steps must be positive with optimizer.schedule constant-cooldown and 0 with any other, got 5
            optimizer.schedule=constant-cooldown | optimizer.cooldown.steps must be positive with optimizer.schedule constant-cooldown and 0 with any other, got 0
            optimizer.cooldown.power=0      | optimizer.cooldown.power must be a positive number, got 0.0
            train.patchDropout=-0.5         | train.patchDropout must be at least 0 and less than 1, or -1 for the model's own, got -0.5
            train.ema=1                     | train.ema must be at least 0 and less than 1, got 1.0
            train.lock.imageUnlockedGroups=-1 | train.lock.imageUnlockedGroups must be at least 0, got -1
            train.lock.textUnlockedLayers=2 | train.lock.textUnlockedLayers is of a locked tower: set train.lock.text to true
            train.lock.freezeBatchNorm=true | train.lock.freezeBatchNorm is of a locked tower: set train.lock.image to true
            sync.timeoutSeconds=0           | sync.timeoutSeconds must be in [1, 86400], got 0
            loss.maximumLogitScale=0.5      | loss.maximumLogitScale must be a number of at least 1, got 0.5
            data.shards=' '                 | data.shards must not be empty where data.sources is, got ' ' and []
            data.sources=[{shards: a, weight: 1}] | data.shards and data.sources exclude each other, got 'runs/data/caltech101' and 1 sources
            data.sources=[{shards: a}]      | data.sources[0].weight: missing key
            data.sources=[{shards: '', weight: 1}] | data.sources: shards must not be empty, got ''
            data.sources=[{shards: a, weight: 0}] | weight of a must be above 0 and at most 1000, got 0.0; leave out a source that is not to be used
            data.sources=[{shards: a, weight: -1}] | weight of a must be above 0 and at most 1000, got -1.0
            data.sources=[{shards: a, weight: 1e999}] | weight of a must be above 0 and at most 1000, got Infinity
            data.sources=[{shards: a, weight: 1, name: ' '}] | data.sources: name of a must not be empty
            data.resampled=true             | data.samplesPerEpoch must be at least 2 with data.resampled, got 0
            data.samplesPerEpoch=100        | data.samplesPerEpoch is of an epoch that is drawn: set data.resampled to true, or samplesPerEpoch to 0, got 100
            data.tombstones=' '             | data.tombstones must be the path of a file, or "" for none, got ' '
            data.decodeThreads=0            | data.decodeThreads must be at least 1, got 0
            data.augmentation.minimumScale=2 | data.augmentation: Augmentation scales must be 0 < minimumScale <= maximumScale <= 1, got minimumScale=2.0
            data.augmentation.colourJitter.hue=0.6 | data.augmentation.colourJitter: colourJitter.hue must be within 0 and 0.5, got 0.6
            data.augmentation.colourJitter.brightness=-1 | colourJitter.brightness must be 0 or a positive number, got -1.0
            data.augmentation.greyscaleProbability=2 | Augmentation greyscaleProbability must be within 0 and 1, got 2.0
            evaluation.templates=[]         | evaluation.templates must name at least one template, got []
            evaluation.templates=[a photo]  | must each contain {c} for the class name, got 'a photo'
            evaluation.everyEpochs=0        | evaluation.everyEpochs must be at least 1, got 0
            """)
    void refusesAnImpossibleValueAndNamesItsKey(String override, String message) {
        assertThatThrownBy(() -> load(override))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    @Test
    void readsBackSeveralSources() throws IOException {
        JobConfig config = sources("[{shards: data/a, weight: 2}, {shards: data/b, weight: 0.5, name: other}]");
        Path copy = Files.writeString(folder.resolve("config.yaml"), config.format());

        assertThat(config.data().sources()).hasSize(2);
        assertThat(JobConfig.load(copy, List.of())).isEqualTo(config);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            [{shards: a/b, weight: 1}, {shards: a/b/, weight: 2}] | data.sources has the folder a/b twice
            [{shards: a/b, weight: 1}, {shards: c/b, weight: 1}]  | data.sources has two named 'b': give each a name of its own
            []                                                    | data.shards must not be empty where data.sources is, got '' and []
            """)
    void refusesSourcesThatCannotBeToldApart(String value, String message) {
        assertThatThrownBy(() -> sources(value))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(message);
    }

    private static JobConfig sources(String value) {
        return JobConfig.load(TRAIN.resolve("caltech101.yaml"), List.of("data.shards=''", "data.sources=" + value));
    }

    private static JobConfig load(String override) {
        return JobConfig.load(TRAIN.resolve("caltech101.yaml"), List.of(override));
    }
}
