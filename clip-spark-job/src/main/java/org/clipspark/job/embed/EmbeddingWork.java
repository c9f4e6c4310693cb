package org.clipspark.job.embed;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.util.SerializableConfiguration;
import org.clipspark.job.data.ShardReader;
import org.clipspark.job.data.Vocabulary;
import org.clipspark.job.embed.part.EmbeddedPart;
import org.clipspark.job.embed.part.EmbeddingFolder;
import org.clipspark.job.embed.part.EmbeddingIdentity;
import org.clipspark.job.embed.part.EmbeddingManifest;
import org.clipspark.job.train.Lineage;
import org.clipspark.model.ModelConfig;
import org.clipspark.model.input.ClipTokenizer;
import org.clipspark.prep.place.SharedPlace;

/** A request with everything opened that it names: what is to be done, and what it depends on. On the driver. */
final class EmbeddingWork {
    private final CheckpointSource checkpoint;
    private final Vocabulary vocabulary;
    private final String tokenizer;
    private final int batchSize;
    private final SortedMap<String, String> identity = new TreeMap<>();
    private final SortedMap<String, String> sources = new TreeMap<>();
    private final Configuration hadoop;
    private EncodingPlan.RowSource rows = EncodingPlan.RowSource.NONE;
    private List<Unit> units = List.of();
    private List<String> classNames = List.of();

    private EmbeddingWork(String checkpoint, String vocabulary, int batchSize, Configuration hadoop) {
        this.checkpoint = CheckpointSource.open(checkpoint, hadoop);
        this.vocabulary = Vocabulary.read("vocabulary", Path.of(vocabulary));
        this.batchSize = batchSize;
        this.hadoop = hadoop;
        ModelConfig model = this.checkpoint.model();
        // Loaded from its own place here, so that an error names the file that the user wrote.
        this.tokenizer = ClipTokenizer.load(Path.of(vocabulary), model.text().tokenizerOptions())
                .hash();
        identity.put(EmbeddingIdentity.CHECKPOINT, this.checkpoint.contentHash());
        identity.put(EmbeddingIdentity.MODEL, model.hash());
        identity.put(EmbeddingIdentity.TOKENIZER, tokenizer);
        identity.put(EmbeddingIdentity.BATCH_SIZE, String.valueOf(batchSize));
        identity.put(EmbeddingIdentity.FORMAT, String.valueOf(EmbeddingManifest.FORMAT_VERSION));
        sources.put(EmbeddingManifest.CHECKPOINT, checkpoint);
        sources.put(EmbeddingManifest.VOCABULARY, vocabulary);
    }

    /** Rows of a data set. */
    static EmbeddingWork of(EmbeddingRequest request, Configuration hadoop) {
        EmbeddingWork work = new EmbeddingWork(request.checkpoint(), request.vocabulary(), request.batchSize(), hadoop);
        work.takeRows(request);
        return work;
    }

    private void takeRows(EmbeddingRequest request) {
        ShardReader shards = ShardReader.open(request.shards(), request.columns(), hadoop);
        String erased = shards.tombstones().hash();
        rows = new EncodingPlan.RowSource(
                SharedPlace.of(request.shards(), hadoop),
                shards.contentHash(),
                erased,
                request.scope(),
                request.columns(),
                request.change(),
                request.seed());
        units = Unit.of(shards, request.split());
        classNames = shards.classNames();
        identity.put(
                EmbeddingIdentity.TRANSFORM,
                Encoder.transform(checkpoint.model()).hash());
        identity.put(EmbeddingIdentity.DATA, shards.contentHash());
        if (!erased.isEmpty()) {
            identity.put(EmbeddingIdentity.TOMBSTONES, erased);
        }
        identity.put(EmbeddingIdentity.SPLIT, request.split().label());
        if (!request.scope().equals(RowScope.ALL)) {
            identity.put(EmbeddingIdentity.SCOPE, request.scope().description());
        }
        if (!request.columns().isEmpty()) {
            identity.put(EmbeddingIdentity.COLUMNS, String.join(",", request.columns()));
        }
        // Without a change, its seed changes nothing.
        boolean isChanged = !request.change().equals(ImageChange.NONE);
        identity.put(EmbeddingIdentity.CHANGE, request.change().name() + (isChanged ? " seed " + request.seed() : ""));
        sources.put(EmbeddingManifest.SHARDS, request.shards());
    }

    /** Texts alone. */
    static EmbeddingWork of(
            String checkpoint, String vocabulary, int batchSize, List<String> texts, Configuration hadoop) {
        if (texts.isEmpty() || batchSize < 1) {
            throw new IllegalArgumentException("Expected at least one text and a batch size of at least 1, got "
                    + texts.size() + " texts and batch size " + batchSize);
        }
        EmbeddingWork work = new EmbeddingWork(checkpoint, vocabulary, batchSize, hadoop);
        work.units = Unit.of(texts);
        work.identity.put(EmbeddingIdentity.TEXTS, TextsHash.of(texts));
        return work;
    }

    EmbeddingIdentity identity() {
        return new EmbeddingIdentity(identity);
    }

    List<Unit> units() {
        return units;
    }

    EncodingPlan plan(EmbeddingFolder folder) {
        return new EncodingPlan(
                checkpoint, vocabulary, tokenizer, rows, batchSize, folder, new SerializableConfiguration(hadoop));
    }

    EmbeddingManifest manifest(List<EmbeddedPart> parts) {
        return new EmbeddingManifest(
                EmbeddingManifest.FORMAT_VERSION,
                identity,
                sources,
                Map.copyOf(Lineage.versions()),
                checkpoint.model().embeddingSize(),
                classNames,
                rows.columns(),
                parts);
    }
}
