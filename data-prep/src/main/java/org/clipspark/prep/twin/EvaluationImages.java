package org.clipspark.prep.twin;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lower;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.clipspark.prep.shard.ShardSchema;

/** What images of evaluation sets look like, in memory, to compare rows with each of them. */
final class EvaluationImages implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final int MOST_ROWS = 500_000;

    // Not the rule itself: an Optional cannot travel to executors. A distance of -1 and a cosine of 1 admit nothing.
    private final boolean sameBytes;
    private final int maxDistance;
    private final double closest;
    private final Map<String, String> nameBySha256 = new HashMap<>();
    private final List<ImageHash> hashes = new ArrayList<>();
    private final List<String> namesOfHashes = new ArrayList<>();
    private final List<float[]> embeddings = new ArrayList<>();
    private final List<String> namesOfEmbeddings = new ArrayList<>();

    private EvaluationImages(Contamination rule) {
        this.sameBytes = rule.sameBytes();
        this.maxDistance = rule.maxDistance().orElse(-1);
        this.closest = 1 - rule.epsilon().orElse(0.0);
    }

    /**
     * Reads the sets that a rule names.
     *
     * @throws IllegalArgumentException if one is missing or they have too many rows together
     */
    static EvaluationImages collect(Map<String, Dataset<Row>> sets, Contamination rule) {
        EvaluationImages images = new EvaluationImages(rule);
        Column[] columns = columns(rule);
        long left = MOST_ROWS;
        for (String name : rule.sets()) {
            Dataset<Row> set = sets.get(name);
            if (set == null) {
                throw new IllegalArgumentException(
                        "Unknown evaluation set '" + name + "' (expected: " + new TreeSet<>(sets.keySet()) + ")");
            }
            requireColumns(name, set, rule);
            List<Row> rows = set.orderBy(Survivors.origin())
                    .select(columns)
                    .limit((int) left + 1)
                    .collectAsList();
            left -= rows.size();
            if (left < 0) {
                throw new IllegalArgumentException(
                        "Evaluation sets " + rule.sets() + " have more than " + MOST_ROWS + " rows together");
            }
            rows.forEach(row -> images.add(name, row));
        }
        return images;
    }

    private static void requireColumns(String name, Dataset<Row> set, Contamination rule) {
        List<String> needed = new ArrayList<>(rule.columns());
        needed.addAll(List.of(ShardSchema.KEY, ShardSchema.SOURCE, ShardSchema.SOURCE_FILE, ShardSchema.SOURCE_ROW));
        needed.removeAll(List.of(set.columns()));
        if (!needed.isEmpty()) {
            throw new IllegalArgumentException("Evaluation set '" + name + "' lacks the columns " + needed
                    + " (columns: " + String.join(", ", set.columns()) + ")");
        }
    }

    /** What {@link #twin} reads from a row: key, then the columns of the rule. */
    static Column[] columns(Contamination rule) {
        List<Column> columns = new ArrayList<>();
        columns.add(col(ShardSchema.KEY));
        for (String name : rule.columns()) {
            columns.add(
                    switch (name) {
                        case ShardSchema.EMBEDDING -> Embedding.column();
                        default -> lower(col(name)).as(name);
                    });
        }
        return columns.toArray(Column[]::new);
    }

    private void add(String set, Row row) {
        String name = row.getString(0) + " of " + set;
        sha256(row).ifPresent(digest -> nameBySha256.putIfAbsent(digest, name));
        hash(row).ifPresent(hash -> {
            hashes.add(hash);
            namesOfHashes.add(name);
        });
        embedding(row).ifPresent(vector -> {
            embeddings.add(vector);
            namesOfEmbeddings.add(name);
        });
    }

    /** In words, the twin of a row with the columns of {@link #columns}: the same bytes, or the nearest by hash, or by embedding. */
    Optional<String> twin(Row row) {
        return sha256(row)
                .flatMap(digest -> Optional.ofNullable(nameBySha256.get(digest)))
                .map(name -> "same bytes as " + name + ", distance 0")
                .or(() -> hash(row).flatMap(this::nearest))
                .or(() -> embedding(row).flatMap(this::nearest));
    }

    private Optional<String> nearest(ImageHash hash) {
        int best = maxDistance + 1;
        int index = -1;
        for (int i = 0; i < hashes.size(); i++) {
            int distance = hashes.get(i).distance(hash);
            if (distance < best) {
                best = distance;
                index = i;
            }
        }
        return index < 0
                ? Optional.empty()
                : Optional.of("near duplicate of " + namesOfHashes.get(index) + ", " + best + " bits apart");
    }

    private Optional<String> nearest(float[] vector) {
        double greatest = closest;
        int index = -1;
        for (int i = 0; i < embeddings.size(); i++) {
            double cosine = embeddings.get(i).length == vector.length ? Embedding.dot(embeddings.get(i), vector) : -1;
            if (cosine > greatest) {
                greatest = cosine;
                index = i;
            }
        }
        return index < 0
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT, "semantic duplicate of %s, cosine %.4f", namesOfEmbeddings.get(index), greatest));
    }

    private Optional<String> sha256(Row row) {
        return sameBytes ? Optional.ofNullable(row.getAs(ShardSchema.SHA256)) : Optional.empty();
    }

    private Optional<ImageHash> hash(Row row) {
        return maxDistance < 0
                ? Optional.empty()
                : Optional.<String>ofNullable(row.getAs(ShardSchema.PERCEPTUAL_HASH))
                        .flatMap(ImageHash::parse);
    }

    private Optional<float[]> embedding(Row row) {
        if (closest == 1 || row.isNullAt(row.fieldIndex(ShardSchema.EMBEDDING))) {
            return Optional.empty();
        }
        return Embedding.unit(row.getList(row.fieldIndex(ShardSchema.EMBEDDING)));
    }
}
