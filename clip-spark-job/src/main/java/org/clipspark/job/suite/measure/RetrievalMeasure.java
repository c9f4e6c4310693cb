package org.clipspark.job.suite.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.clipspark.job.embed.EmbeddedSet;
import org.clipspark.job.eval.RankMetrics;
import org.clipspark.job.eval.Retrieval;
import org.clipspark.job.eval.RetrievalResult;
import org.clipspark.job.eval.outcome.RetrievalOutcomes;
import org.clipspark.job.suite.cell.Findings;
import org.clipspark.job.suite.cell.Interval;
import org.clipspark.job.suite.cell.Measured;
import org.clipspark.job.suite.cell.Outcome;

/**
 * Retrieval by CLIP_benchmark's names: {@code image_retrieval} is captions that look for their image, {@code text_retrieval}
 * is images that look for a caption of theirs.
 */
public final class RetrievalMeasure implements TaskMeasure {
    private static final List<Integer> PLACES = List.of(1, 5, 10);
    private static final int FAILURES = 10;

    private final Intervals intervals;

    /** Prepares the measure. */
    public RetrievalMeasure(Intervals intervals) {
        this.intervals = intervals;
    }

    @Override
    public Measured of(EmbeddedSet set) {
        if (set.keys().isEmpty()) {
            throw new IllegalArgumentException("No row to measure on; look at split of the data set");
        }
        Retrieval retrieval = new Retrieval(set.texts(), set.textToImage());
        RetrievalOutcomes outcomes = retrieval.outcomes(set.images());
        RetrievalResult result = RetrievalResult.of(outcomes);
        Map<String, Double> metrics = new LinkedHashMap<>();
        Map<String, Double> chance = new LinkedHashMap<>();
        for (int k : PLACES) {
            metrics.put(
                    "image_retrieval_recall@" + k,
                    Means.of(outcomes.textToImage().hits(k)));
            metrics.put(
                    "text_retrieval_recall@" + k,
                    Means.of(outcomes.imageToText().hits(k)));
            chance.put("image_retrieval_recall@" + k, Math.min(1, (double) k / outcomes.images()));
            chance.put("text_retrieval_recall@" + k, textChance(set, k));
        }
        ranks(metrics, "image_retrieval_", result.textToImage());
        ranks(metrics, "text_retrieval_", result.imageToText());
        List<Findings.Failure> failures = new ArrayList<>(textFailures(set, retrieval, outcomes));
        failures.addAll(imageFailures(set, retrieval, outcomes));
        return new Measured(
                metrics,
                intervals(outcomes),
                chance,
                outcomes.texts(),
                new Findings(List.of(), List.of(), List.of(), failures),
                kept(set, outcomes));
    }

    private Map<String, Interval> intervals(RetrievalOutcomes outcomes) {
        Map<String, Interval> found = new LinkedHashMap<>();
        for (int k : PLACES) {
            found.put(
                    "image_retrieval_recall@" + k,
                    intervals.mean(
                            outcomes.textToImage().hits(k),
                            outcomes.textToImage().images()));
            found.put(
                    "text_retrieval_recall@" + k,
                    intervals.mean(outcomes.imageToText().hits(k)));
        }
        return found;
    }

    private static void ranks(Map<String, Double> metrics, String prefix, RankMetrics ranks) {
        metrics.put(prefix + "mean_rank", ranks.meanRank());
        metrics.put(prefix + "median_rank", ranks.medianRank());
        metrics.put(prefix + "ties", (double) ranks.ties());
    }

    /** How likely one of an image's captions is among k drawn from all, averaged over images. */
    private static double textChance(EmbeddedSet set, int k) {
        int all = set.texts().rows();
        return set.captions().stream()
                .mapToDouble(own -> {
                    double none = 1;
                    for (int i = 0; i < Math.min(k, all); i++) {
                        none *= Math.max(0, (double) (all - own.size() - i) / (all - i));
                    }
                    return 1 - none;
                })
                .average()
                .orElse(0);
    }

    private static List<Outcome> kept(EmbeddedSet set, RetrievalOutcomes outcomes) {
        List<Outcome> kept = new ArrayList<>();
        int[] images = outcomes.imageToText().images();
        for (int i = 0; i < images.length; i++) {
            kept.add(outcome(
                    Outcome.Query.IMAGE,
                    set,
                    images[i],
                    0,
                    outcomes.imageToText().rank(i)));
        }
        int[] owners = outcomes.textToImage().images();
        for (int j = 0, number = 0; j < owners.length; j++) {
            number = j > 0 && owners[j] == owners[j - 1] ? number + 1 : 0;
            kept.add(outcome(
                    Outcome.Query.TEXT,
                    set,
                    owners[j],
                    number,
                    outcomes.textToImage().rank(j)));
        }
        return kept;
    }

    private static Outcome outcome(Outcome.Query query, EmbeddedSet set, int image, int text, int rank) {
        return new Outcome(query, set.keys().get(image), text, rank, Outcome.NONE, Outcome.NONE, 0);
    }

    /** Captions that found their image last, and the image that came first instead. */
    private static List<Findings.Failure> textFailures(
            EmbeddedSet set, Retrieval retrieval, RetrievalOutcomes outcomes) {
        List<String> texts = set.captions().stream().flatMap(List::stream).toList();
        int[] owners = set.textToImage();
        return worst(outcomes.textToImage()).stream()
                .map(j -> new Findings.Failure(
                        Outcome.Query.TEXT,
                        set.keys().get(owners[j]),
                        texts.get(j),
                        outcomes.textToImage().rank(j) + 1,
                        set.keys().get(retrieval.firstImage(set.images(), j)),
                        ""))
                .toList();
    }

    /** Images that found a caption of theirs last, and the caption that came first instead. */
    private static List<Findings.Failure> imageFailures(
            EmbeddedSet set, Retrieval retrieval, RetrievalOutcomes outcomes) {
        List<String> texts = set.captions().stream().flatMap(List::stream).toList();
        int[] owners = set.textToImage();
        int[] images = outcomes.imageToText().images();
        return worst(outcomes.imageToText()).stream()
                .map(i -> {
                    int first = retrieval.firstText(set.images(), images[i]);
                    return new Findings.Failure(
                            Outcome.Query.IMAGE,
                            set.keys().get(images[i]),
                            set.captions().get(images[i]).get(0),
                            outcomes.imageToText().rank(i) + 1,
                            set.keys().get(owners[first]),
                            texts.get(first));
                })
                .toList();
    }

    private static List<Integer> worst(RetrievalOutcomes.Queries queries) {
        return IntStream.range(0, queries.count())
                .filter(i -> queries.rank(i) > 0)
                .boxed()
                .sorted(Comparator.comparingInt((Integer i) -> -queries.rank(i)))
                .limit(FAILURES)
                .toList();
    }
}
