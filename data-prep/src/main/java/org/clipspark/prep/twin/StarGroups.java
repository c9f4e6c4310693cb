package org.clipspark.prep.twin;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.xxhash64;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connected components of a graph by alternating large-star and small-star steps (Kiveris et al. 2014, "Connected
 * components in MapReduce and beyond"): each step hangs the neighbours of a node on the smallest of them, until the graph
 * is a set of stars. It takes O(log² n) rounds of joins, two or three for groups of a handful.
 */
final class StarGroups {
    private static final String NODE = Groups.NODE;
    private static final String LABEL = Groups.LABEL;

    private static final Logger log = LoggerFactory.getLogger(StarGroups.class);

    private final TwinSearch search;

    StarGroups(TwinSearch search) {
        this.search = search;
    }

    /** As {@link Groups#of}, without edges on the driver. */
    Dataset<Row> of(Dataset<Row> edges) {
        Dataset<Row> current = search.keep(edges.toDF(LABEL, NODE).select(NODE, LABEL));
        Row state = state(current);
        for (int round = 1; state.getLong(0) > 0; round++) {
            Dataset<Row> next = search.keep(smallStar(largeStar(current)));
            Row nextState = state(next);
            search.release(current);
            current = next;
            if (nextState.equals(state)) {
                log.info("linked={} rounds={}", state.getLong(0), round);
                break;
            }
            state = nextState;
        }
        return current;
    }

    /** Hangs larger neighbours of a node on the smallest neighbour. */
    private static Dataset<Row> largeStar(Dataset<Row> edges) {
        Dataset<Row> both = edges.select(col(NODE).as("centre"), col(LABEL).as("neighbour"))
                .union(edges.select(col(LABEL).as("centre"), col(NODE).as("neighbour")));
        Dataset<Row> smallest = both.groupBy("centre").agg(min("neighbour").as("smallest"));
        return both.where(col("neighbour").gt(col("centre")))
                .join(smallest, "centre")
                .select(
                        col("neighbour").as(NODE),
                        least(col("centre"), col("smallest")).as(LABEL))
                .distinct();
    }

    /** Hangs a node and its smaller neighbours on the smallest neighbour. */
    private static Dataset<Row> smallStar(Dataset<Row> edges) {
        Dataset<Row> smallest = edges.groupBy(NODE).agg(min(LABEL).as("smallest"));
        Dataset<Row> neighbours = edges.join(smallest, NODE)
                .select(col(LABEL).as(NODE), col("smallest").as(LABEL))
                .where(col(NODE).notEqual(col(LABEL)));
        return neighbours.union(smallest.toDF(NODE, LABEL)).distinct();
    }

    // Sums in decimals, because 64 bits overflow and Spark 4 takes that for an error.
    private static Row state(Dataset<Row> edges) {
        Column hash = xxhash64(col(NODE), col(LABEL)).cast("decimal(38,0)");
        return edges.agg(count(lit(1)), coalesce(sum(hash), lit(0).cast("decimal(38,0)")))
                .first();
    }
}
