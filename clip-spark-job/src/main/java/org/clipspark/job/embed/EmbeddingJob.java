package org.clipspark.job.embed;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.clipspark.job.embed.part.EmbeddedPart;
import org.clipspark.job.embed.part.EmbeddingFolder;
import org.clipspark.job.embed.part.EmbeddingIdentity;
import org.clipspark.job.embed.part.EmbeddingManifest;
import org.clipspark.job.eval.Embeddings;
import org.clipspark.prep.place.SharedPlace;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Embeds data sets and texts on the executors, and keeps what was computed: embeddings that are there already are only
 * read, and what is missing or damaged is computed. Equal requests give equal bytes, for any number of executors and
 * after any interruption. One thread uses it.
 */
public final class EmbeddingJob {
    private static final Logger log = LoggerFactory.getLogger(EmbeddingJob.class);

    private final JavaSparkContext spark;
    private final Configuration hadoop;
    private final String cacheFolder;
    private EmbeddingTimes times = EmbeddingTimes.NONE;
    private int repaired;

    /**
     * A job that keeps embeddings, each in a folder by the hash of its identity.
     *
     * @param cacheFolder a path that driver and executors share, or an address that Hadoop can open; created when needed
     */
    public EmbeddingJob(JavaSparkContext spark, String cacheFolder) {
        this.spark = spark;
        this.hadoop = spark.hadoopConfiguration();
        this.cacheFolder = SharedPlace.of(cacheFolder, hadoop);
    }

    /**
     * What the embeddings of a request would depend on; computes nothing.
     *
     * @throws IllegalArgumentException as for {@link #embed}
     * @throws java.io.UncheckedIOException as for {@link #embed}
     */
    public EmbeddingIdentity identity(EmbeddingRequest request) {
        return EmbeddingWork.of(request, hadoop).identity();
    }

    /**
     * Embeds the rows of a data set.
     *
     * @throws IllegalArgumentException if the checkpoint or a column is not there, or the embeddings exceed one array
     * @throws java.io.UncheckedIOException if something cannot be read or written; names the file
     */
    public EmbeddedSet embed(EmbeddingRequest request) {
        EmbeddingWork work = EmbeddingWork.of(request, hadoop);
        EmbeddingFolder folder = cached(work);
        Written written = write(work, folder);
        return EmbeddedSetReader.read(folder, written.manifest(), written.times(), hadoop);
    }

    /**
     * Embeds the rows of a data set into a folder of its own, and leaves them there.
     *
     * @param folder new, empty, or one of equal embeddings, which is completed
     * @throws IllegalArgumentException as for {@link #embed}, or if the folder holds anything else
     * @throws java.io.UncheckedIOException as for {@link #embed}
     */
    public EmbeddingManifest write(EmbeddingRequest request, String folder) {
        return write(EmbeddingWork.of(request, hadoop), new EmbeddingFolder(SharedPlace.of(folder, hadoop)))
                .manifest();
    }

    /**
     * Embeds texts.
     *
     * @param checkpoint what {@link CheckpointSource#open} opens
     * @param vocabulary path of the tokenizer's vocabulary on the driver
     * @param batchSize texts that the encoder works on at once, at least 1
     * @param texts at least one, of any length
     * @return {@code [texts.size(), E]}
     * @throws IllegalArgumentException if there are no texts, or no such checkpoint
     * @throws java.io.UncheckedIOException if something cannot be read or written; names the file
     */
    public Embeddings texts(String checkpoint, String vocabulary, int batchSize, List<String> texts) {
        EmbeddingWork work = EmbeddingWork.of(checkpoint, vocabulary, batchSize, texts, hadoop);
        EmbeddingFolder folder = cached(work);
        Written written = write(work, folder);
        return EmbeddedSetReader.texts(folder, written.manifest(), hadoop);
    }

    /** What all calls so far took. */
    public EmbeddingTimes times() {
        return times;
    }

    /** Parts that were damaged and have been computed again, in all calls so far. */
    public int repaired() {
        return repaired;
    }

    private EmbeddingFolder cached(EmbeddingWork work) {
        return new EmbeddingFolder(cacheFolder + "/" + work.identity().hash());
    }

    private record Written(EmbeddingManifest manifest, EmbeddingTimes times) {}

    private Written write(EmbeddingWork work, EmbeddingFolder folder) {
        folder.claim(work.identity(), hadoop);
        List<UnitTask.Outcome> outcomes = run(work, folder);
        EmbeddingTimes took = EmbeddingTimes.NONE;
        List<EmbeddedPart> parts = new ArrayList<>();
        for (UnitTask.Outcome outcome : outcomes) {
            parts.add(outcome.part());
            took = took.plus(outcome.times());
            if (outcome.isRepaired()) {
                repaired++;
                log.warn(
                        "{} of {} was damaged and has been computed again",
                        outcome.part().file(),
                        folder.location());
            }
            outcome.part().skipped().forEach(row -> log.warn("Left out key={}: {}", row.key(), row.reason()));
        }
        times = times.plus(took);
        EmbeddingManifest manifest = folder.finish(work.manifest(parts), hadoop);
        log.info(
                "embeddings={} rows={} texts={} skipped={} images_encoded={} texts_encoded={} task_seconds={}",
                folder.location(),
                manifest.rows(),
                manifest.texts(),
                manifest.skipped().size(),
                took.images(),
                took.texts(),
                String.format("%.1f", took.taskSeconds()));
        return new Written(manifest, took);
    }

    private List<UnitTask.Outcome> run(EmbeddingWork work, EmbeddingFolder folder) {
        Map<Integer, String> found = new HashMap<>();
        folder.found(hadoop).forEach(name -> found.put(EmbeddedPart.number(name), name));
        List<UnitTask> tasks = work.units().stream()
                .map(unit -> new UnitTask(unit, found.getOrDefault(unit.number(), "")))
                .toList();
        if (tasks.isEmpty()) {
            return List.of();
        }
        Broadcast<EncodingPlan> plan = spark.broadcast(work.plan(folder));
        try {
            return spark.parallelize(tasks, tasks.size())
                    .map(task -> task.run(plan.value()))
                    .collect();
        } finally {
            plan.destroy();
        }
    }
}
