package org.clipspark.prep.twin;

import static org.apache.spark.sql.functions.col;

import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.clipspark.prep.npy.FloatMatrix;
import org.clipspark.prep.shard.ShardSchema;

/** A row with the cluster that its embedding falls into. */
final class SemanticRow {
    static final String CLUSTER = "cluster";
    private static final String CENTRALITY = "centrality";

    static final StructType ASSIGNED = new StructType()
            .add(CLUSTER, DataTypes.IntegerType)
            .add(CENTRALITY, DataTypes.DoubleType)
            .add(ShardSchema.SOURCE, DataTypes.IntegerType)
            .add(ShardSchema.SOURCE_FILE, DataTypes.StringType)
            .add(ShardSchema.SOURCE_ROW, DataTypes.LongType)
            .add(ShardSchema.KEY, DataTypes.StringType)
            .add(ShardSchema.EMBEDDING, DataTypes.createArrayType(DataTypes.FloatType));

    private SemanticRow() {}

    /** Clusters one by one, in each the row farthest from the centroid first: SemDeDup keeps that one. */
    static Column[] order() {
        return new Column[] {
            col(CLUSTER),
            col(CENTRALITY),
            col(ShardSchema.SOURCE),
            col(ShardSchema.SOURCE_FILE),
            col(ShardSchema.SOURCE_ROW)
        };
    }

    /** Puts rows of {@code source, source_file, source_row, key, embedding} into clusters; -1 is none. */
    static final class Assignment implements MapPartitionsFunction<Row, Row> {
        private static final long serialVersionUID = 1L;

        private final FloatMatrix centroids;

        Assignment(FloatMatrix centroids) {
            this.centroids = centroids;
        }

        @Override
        public Iterator<Row> call(Iterator<Row> rows) {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return rows.hasNext();
                }

                @Override
                public Row next() {
                    return assign(rows.next());
                }
            };
        }

        private Row assign(Row row) {
            List<Float> values = row.getList(4);
            Optional<float[]> unit = Embedding.unit(values)
                    .filter(vector -> centroids.rows() > 0 && vector.length == centroids.columns());
            int cluster = unit.map(centroids::nearest).orElse(-1);
            double centrality =
                    unit.map(vector -> centroids.dot(cluster, vector)).orElse(0.0);
            return RowFactory.create(
                    cluster, centrality, row.getInt(0), row.getString(1), row.getLong(2), row.getString(3), row.get(4));
        }
    }
}
