package org.clipspark.job.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.job.data.tombstone.Tombstones;
import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardSplit;

/**
 * Reads the data sets that {@code clip prep run} made and a run learns from, wherever Hadoop can read: row groups directly,
 * without Spark. Safe for use by several threads; the streams it gives are not.
 */
public final class ShardReader {
    private final List<Source> sources;
    private final EpochSampling sampling;
    private final Tombstones tombstones;
    private final List<RowGroupFile> files;

    private ShardReader(
            List<Source> sources,
            EpochSampling sampling,
            Tombstones tombstones,
            List<String> columns,
            Configuration hadoop) {
        this.sources = sources;
        this.sampling = sampling;
        this.tombstones = tombstones;
        this.files = sources.stream()
                .map(source -> new RowGroupFile(
                        source.folder(), hadoop, source.manifest().imageColumn(), columns, tombstones))
                .toList();
    }

    /**
     * Opens all sources of a run by their manifests, and its tombstones.
     *
     * @throws java.io.UncheckedIOException if there is no data set, or a manifest or a list cannot be read
     * @throws IllegalArgumentException if the sources do not fit together or {@code data.tombstones} is not there
     */
    public static ShardReader open(DataSettings settings, Configuration hadoop) {
        List<String> folders =
                settings.all().stream().map(SourceSettings::folder).toList();
        return open(settings, Tombstones.load(settings.tombstones(), folders, hadoop), hadoop);
    }

    /** The same with tombstones that were read already. */
    public static ShardReader open(DataSettings settings, Tombstones tombstones, Configuration hadoop) {
        List<Source> sources = settings.all().stream()
                .map(source -> Source.open(source, hadoop))
                .toList();
        SourceChecks.check(sources);
        if (!settings.resampled()) {
            SourceChecks.checkWeights(sources);
        }
        return new ShardReader(sources, EpochSampling.of(settings), tombstones, List.of(), hadoop);
    }

    /**
     * Opens one data set by itself, with the list of erased rows in its folder: to evaluate or to embed.
     *
     * @param folder that {@code clip prep run} wrote; a path, or an address that Hadoop can open
     * @param columns names of further columns to read, see {@link Sample#columns}
     * @throws java.io.UncheckedIOException if there is no data set, or its manifest or list cannot be read
     * @throws IllegalArgumentException if a column is none of a shard's, or one that every sample has
     */
    public static ShardReader open(String folder, List<String> columns, Configuration hadoop) {
        SourceSettings only = SourceSettings.only(folder);
        return new ShardReader(
                List.of(Source.open(only, hadoop)),
                new WeightedPasses(List.of(only.weight())),
                Tombstones.load("", List.of(only.folder()), hadoop),
                columns,
                hadoop);
    }

    /** The keys whose rows it leaves out. */
    public Tombstones tombstones() {
        return tombstones;
    }

    /** Every shard of every source. */
    public List<ShardFile> files() {
        return IntStream.range(0, sources.size())
                .boxed()
                .flatMap(source -> sources.get(source).files(source).stream())
                .toList();
    }

    /** What the manifests of all sources say of a split's shards. */
    Stream<ShardManifest.Shard> shards(ShardSplit split) {
        return sources.stream().flatMap(source -> source.manifest().shards(split).stream());
    }

    /** What is read from each source. */
    public List<SourceFacts> sources() {
        return sources.stream().map(Source::facts).toList();
    }

    /** Rows of a split, as stored and with the erased ones, of all sources together. */
    public long rows(ShardSplit split) {
        return sources.stream().mapToLong(source -> source.rows(split)).sum();
    }

    /** Names of the classes of the validation rows by label; empty without classes. */
    public List<String> classNames() {
        return SourceChecks.classNames(sources);
    }

    /** Hexadecimal identity of the data: that of the manifest, or a SHA-256 over those of all sources, in order. */
    public String contentHash() {
        if (sources.size() == 1) {
            return sources.get(0).manifest().contentHash();
        }
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (Source source : sources) {
                digest.update((source.manifest().contentHash() + '\n').getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java runtime has SHA-256", e);
        }
    }

    /** All that the order of an epoch depends on beside seed and data, as text; empty for every row once. */
    public String samplingRule() {
        return sampling.rule();
    }

    /** The batches of a training epoch. */
    public BatchOrder batchOrder(int streams, int batchSize) {
        List<Long> rows =
                sources.stream().map(source -> source.rows(ShardSplit.TRAIN)).toList();
        return new BatchOrder(sampling.samples(rows), streams, batchSize);
    }

    /**
     * The samples of the rest of a training epoch for one replica, batch by batch. The order of the epoch depends on the
     * cursor's seed and epoch, on the manifests and on the sampling alone; erased rows keep their places.
     *
     * @param cursor where all replicas stand
     * @param share which replica it is, of how many
     */
    Iterator<Sample> shuffled(SampleCursor cursor, ReplicaShare share, BatchOrder order) {
        List<Draw> draws = sampling.draws(groups(ShardSplit.TRAIN), cursor.seed(), cursor.epoch());
        List<RowBlock> blocks = EpochOrder.shuffled(draws, cursor.seed(), cursor.epoch());
        return new BatchSamples(
                order,
                cursor.batch() + share.replica(),
                share.replicas(),
                from -> new SampleStream(blocks, this::read, from, order.rows()));
    }

    /** A share of a split without its erased rows, in the order of the sources and their manifests: what evaluation reads. */
    public Iterator<Sample> inOrder(ShardSplit split, ReplicaShare share) {
        long rows = rows(split);
        return rows(split, share.from(rows), share.to(rows));
    }

    /**
     * Rows of a split without the erased ones, by their numbers in the order of the sources and their manifests.
     *
     * @param from number of the first one, from 0
     * @param to number behind the last one, at most that of all rows
     */
    public Iterator<Sample> rows(ShardSplit split, long from, long to) {
        if (from < 0 || to < from || to > rows(split)) {
            throw new IllegalArgumentException("Split " + split.folder() + " has " + rows(split)
                    + " rows, asked for those from " + from + " to " + to);
        }
        List<RowGroup> groups = groups(split).stream().flatMap(List::stream).toList();
        return new PresentSamples(new SampleStream(EpochOrder.asStored(groups), this::read, from, to));
    }

    private List<List<RowGroup>> groups(ShardSplit split) {
        List<List<RowGroup>> groups = new ArrayList<>();
        long before = 0;
        for (int source = 0; source < sources.size(); source++) {
            groups.add(RowGroup.of(source, sources.get(source).manifest(), split, before));
            before += sources.get(source).rows(split);
        }
        return groups;
    }

    private List<Sample> read(RowGroup group) {
        return files.get(group.source()).read(group);
    }
}
