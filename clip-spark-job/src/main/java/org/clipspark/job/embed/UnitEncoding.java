package org.clipspark.job.embed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.clipspark.job.data.OrderedPipeline;
import org.clipspark.job.data.Sample;
import org.clipspark.job.data.ShardReader;
import org.clipspark.job.embed.SamplePreparation.Prepared;
import org.clipspark.job.embed.SamplePreparation.Ready;
import org.clipspark.job.embed.SamplePreparation.Refused;
import org.clipspark.job.embed.part.EmbeddedRow;
import org.clipspark.job.embed.part.EmbeddedUnit;
import org.clipspark.job.embed.part.EmbeddingVector;
import org.clipspark.job.embed.part.SkippedRow;

/** Embeds one unit: other threads read and decode ahead, this one runs the encoders. Used once, by one thread. */
final class UnitEncoding {
    /** Batches that are decoded ahead. */
    private static final int BATCHES_AHEAD = 2;

    private final EncodingPlan plan;
    private final Encoder encoder;
    private final int decodeThreads;
    private final Stopwatch task = new Stopwatch();
    private final Stopwatch encoding = new Stopwatch();
    private final Stopwatch waiting = new Stopwatch();
    private final Stopwatch reading = new Stopwatch();
    private final Stopwatch decoding = new Stopwatch();
    private long images;
    private long texts;

    UnitEncoding(EncodingPlan plan, Encoder encoder, int decodeThreads) {
        this.plan = plan;
        this.encoder = encoder;
        this.decodeThreads = decodeThreads;
    }

    EmbeddedUnit run(Unit unit) {
        return task.time(() -> unit instanceof Unit.Rows rows ? rows(rows) : texts((Unit.Texts) unit));
    }

    /** What it took. */
    EmbeddingTimes times() {
        return new EmbeddingTimes(
                images,
                texts,
                task.seconds(),
                encoding.seconds(),
                waiting.seconds(),
                reading.seconds(),
                decoding.seconds());
    }

    private EmbeddedUnit texts(Unit.Texts unit) {
        List<int[]> tokens =
                decoding.time(() -> unit.texts().stream().map(encoder::tokens).toList());
        List<EmbeddingVector> embeddings = embedTexts(tokens);
        List<EmbeddedRow> rows = new ArrayList<>();
        for (int i = 0; i < tokens.size(); i++) {
            rows.add(EmbeddedRow.text(unit.first() + i, unit.texts().get(i), embeddings.get(i)));
        }
        return new EmbeddedUnit(unit.range(), rows, List.of());
    }

    private EmbeddedUnit rows(Unit.Rows unit) {
        SamplePreparation preparation = new SamplePreparation(plan.rows(), encoder, unit.split());
        List<EmbeddedRow> rows = new ArrayList<>();
        List<SkippedRow> skipped = new ArrayList<>();
        List<Ready> batch = new ArrayList<>();
        try (OrderedPipeline<Sample, Prepared> pipeline = new OrderedPipeline<>(
                samples(unit),
                sample -> decoding.time(() -> preparation.prepare(sample)),
                decodeThreads,
                BATCHES_AHEAD * plan.batchSize())) {
            for (Optional<Prepared> next = next(pipeline); next.isPresent(); next = next(pipeline)) {
                if (next.get() instanceof Ready ready) {
                    batch.add(ready);
                } else if (next.get() instanceof Refused refused) {
                    skipped.add(refused.row());
                }
                if (batch.size() == plan.batchSize()) {
                    rows.addAll(embed(batch));
                    batch.clear();
                }
            }
        }
        rows.addAll(embed(batch));
        return new EmbeddedUnit(unit.range(), rows, skipped);
    }

    private Optional<Prepared> next(OrderedPipeline<Sample, Prepared> pipeline) {
        return waiting.time(pipeline::next);
    }

    /** The samples, whose reading is timed: a step of the iterator reads a row group now and then. */
    private Iterator<Sample> samples(Unit.Rows unit) {
        ShardReader shards = open();
        RowScope scope = plan.rows().scope();
        long rows = shards.rows(unit.split());
        Iterator<Sample> stored = shards.rows(unit.split(), unit.from(), unit.to());
        return new Iterator<>() {
            private Optional<Sample> ahead = Optional.empty();

            @Override
            public boolean hasNext() {
                return reading.time(() -> {
                    while (ahead.isEmpty() && stored.hasNext()) {
                        ahead = Optional.of(stored.next()).filter(sample -> scope.keeps(sample.row(), rows));
                    }
                    return ahead.isPresent();
                });
            }

            @Override
            public Sample next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("No more rows in this unit");
                }
                Sample next = ahead.get();
                ahead = Optional.empty();
                return next;
            }
        };
    }

    private ShardReader open() {
        EncodingPlan.RowSource source = plan.rows();
        ShardReader shards = ShardReader.open(
                source.shards(), source.columns(), plan.hadoop().value());
        if (!shards.contentHash().equals(source.contentHash())
                || !shards.tombstones().hash().equals(source.tombstones())) {
            throw new UncheckedIOException(
                    "The data set " + source.shards() + " has changed while it was embedded",
                    new IOException("another manifest or list of erased rows"));
        }
        return shards;
    }

    private List<EmbeddedRow> embed(List<Ready> batch) {
        if (batch.isEmpty()) {
            return List.of();
        }
        images += batch.size();
        List<EmbeddingVector> ofImages = encoding.time(
                () -> encoder.images(batch.stream().map(Ready::image).toList()));
        List<EmbeddingVector> ofTexts = embedTexts(
                batch.stream().flatMap(ready -> ready.captions().stream()).toList());
        List<EmbeddedRow> rows = new ArrayList<>();
        int text = 0;
        for (int i = 0; i < batch.size(); i++) {
            int captions = batch.get(i).captions().size();
            rows.add(batch.get(i).row().withEmbeddings(ofImages.get(i), ofTexts.subList(text, text + captions)));
            text += captions;
        }
        return rows;
    }

    private List<EmbeddingVector> embedTexts(List<int[]> tokens) {
        List<EmbeddingVector> embeddings = new ArrayList<>();
        for (int from = 0; from < tokens.size(); from += plan.batchSize()) {
            List<int[]> some = tokens.subList(from, Math.min(tokens.size(), from + plan.batchSize()));
            embeddings.addAll(encoding.time(() -> encoder.texts(some)));
        }
        texts += tokens.size();
        return embeddings;
    }
}
