package org.clipspark.prep.filter;

import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.clipspark.prep.npy.FloatMatrix;
import org.clipspark.prep.shard.ShardSchema;

/**
 * Embeddings that are nearest to chosen centroids, as in DataComp's {@code image_based}: nearest is the greatest inner
 * product, the first of several.
 *
 * @param centroids {@code .npy} of float32 or float64, {@code [K, D]}
 * @param ids text file, on each line the number from 0 of a centroid that may be the nearest
 */
public record ClusterRule(String centroids, String ids) implements RowRule {
    @Override
    public Condition condition(RuleFunctions functions) {
        FloatMatrix matrix = FloatMatrix.load(new Path(centroids), functions.hadoop());
        Set<Integer> allowed = ListFile.load(ids, functions.hadoop()).numbersBelow(matrix.rows());
        String embedding = Sql.column(ShardSchema.EMBEDDING);
        String usable = "size(" + embedding + ") = " + matrix.columns() + " AND NOT exists(" + embedding
                + ", x -> x IS NULL OR isnan(x))";
        // A function of a struct gets a row, whose lists are Java's in every version of Scala.
        String nearest = functions.nearest(matrix) + "(named_struct('v', CAST(" + embedding + " AS ARRAY<FLOAT>)))";
        String cluster = "CASE WHEN " + usable + " THEN " + nearest + " END";
        String list = allowed.stream().map(String::valueOf).collect(Collectors.joining(", "));
        return new Condition(
                "(" + cluster + " IN (" + list + "))",
                Sql.found("embedding of " + matrix.columns() + " values", "concat('cluster ', " + cluster + ")"),
                Set.of(ShardSchema.EMBEDDING));
    }
}
