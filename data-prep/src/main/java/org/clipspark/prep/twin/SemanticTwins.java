package org.clipspark.prep.twin;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.clipspark.prep.npy.FloatMatrix;
import org.clipspark.prep.shard.ShardSchema;

/** SemDeDup: clusters of embeddings, and within each the rows that a row farther from the centroid is close to. */
final class SemanticTwins {
    private static final int SAMPLES_PER_CLUSTER = 64;
    private static final long MOST_SAMPLED_VALUES = 1L << 24;

    private final TwinSearch search;
    private final SemanticDuplicates rule;

    SemanticTwins(TwinSearch search, SemanticDuplicates rule) {
        this.search = search;
        this.rule = rule;
    }

    Dataset<Row> rejected(Dataset<Row> rows) {
        List<Column> columns = new ArrayList<>(List.of(Survivors.origin()));
        columns.add(col(ShardSchema.KEY));
        columns.add(Embedding.column());
        Dataset<Row> members = search.cache(rows.select(columns.toArray(Column[]::new))
                .where(col(ShardSchema.EMBEDDING).isNotNull()));
        Optional<FloatMatrix> centroids = centroids(members);
        SemanticRow.Assignment assignment =
                new SemanticRow.Assignment(centroids.orElse(new FloatMatrix(1, new float[0])));
        Dataset<Row> assigned = members.mapPartitions(assignment, Encoders.row(SemanticRow.ASSIGNED));
        Dataset<Row> found = search.keep(assigned.where(col(SemanticRow.CLUSTER).geq(0))
                .repartition(col(SemanticRow.CLUSTER))
                .sortWithinPartitions(SemanticRow.order())
                .mapPartitions(pass(rule), Encoders.row(SemanticPass.RESULT)));
        report(assigned, found);
        return Survivors.rejections(
                found.where(col(ShardSchema.ERROR_MESSAGE).isNotNull()), col(ShardSchema.ERROR_MESSAGE));
    }

    private static MapPartitionsFunction<Row, Row> pass(SemanticDuplicates rule) {
        double epsilon = rule.epsilon();
        int maxNeighbours = rule.maxNeighbours();
        return rows -> new SemanticPass(rows, epsilon, maxNeighbours);
    }

    private void report(Dataset<Row> assigned, Dataset<Row> found) {
        long unusable = assigned.where(col(SemanticRow.CLUSTER).lt(0)).count();
        if (unusable > 0) {
            search.note(
                    "semantic duplicates: " + unusable + " rows have an embedding of no direction or of another length"
                            + " than the others and were not compared");
        }
        long skipped = found.select(coalesce(sum(SemanticPass.SKIPPED), lit(0L)))
                .first()
                .getLong(0);
        if (skipped > 0) {
            search.note("semantic duplicates: " + skipped + " pairs of rows in crowded clusters were not compared"
                    + " (maxNeighbours " + rule.maxNeighbours() + ")");
        }
    }

    /** From rows that a hash of their key picks, which is a fair sample and the same for any order. */
    private Optional<FloatMatrix> centroids(Dataset<Row> members) {
        Column[] origin = Survivors.origin();
        List<Row> first = members.orderBy(origin).limit(1).collectAsList();
        int dimension = first.isEmpty()
                ? 0
                : first.get(0)
                        .getList(first.get(0).fieldIndex(ShardSchema.EMBEDDING))
                        .size();
        if (dimension == 0) {
            return Optional.empty();
        }
        long most = Math.max(1, MOST_SAMPLED_VALUES / dimension);
        int samples = (int) Math.min(most, (long) SAMPLES_PER_CLUSTER * rule.clusters());
        List<Column> order = new ArrayList<>();
        order.add(xxhash64(col(ShardSchema.KEY), lit(rule.seed())));
        order.addAll(Arrays.asList(origin));
        List<float[]> points = new ArrayList<>();
        for (Row row :
                members.orderBy(order.toArray(Column[]::new)).limit(samples).collectAsList()) {
            Embedding.unit(row.getList(row.fieldIndex(ShardSchema.EMBEDDING)))
                    .filter(point -> point.length == dimension)
                    .ifPresent(points::add);
        }
        return points.isEmpty()
                ? Optional.empty()
                : Optional.of(SphericalKMeans.centroids(points, rule.clusters(), rule.seed()));
    }
}
