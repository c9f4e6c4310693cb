package org.clipspark.prep.twin;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import org.clipspark.prep.shard.ShardSchema;

/** Groups of near-duplicate pictures: equal hashes first, then pairs of different ones, then what pairs connect. */
final class NearTwins {
    private static final String CANONICAL = "canonical";
    private static final String GROUP = "group";
    private static final UserDefinedFunction TO_CANONICAL = udf(
            (UDF1<String, String>) digits ->
                    ImageHash.parse(digits).map(hash -> hash.canonical().hex()).orElse(null),
            DataTypes.StringType);
    private static final UserDefinedFunction DISTANCE = udf(
            (UDF2<String, String, Integer>) (one, other) -> ImageHash.parse(one)
                    .orElseThrow()
                    .distance(ImageHash.parse(other).orElseThrow()),
            DataTypes.IntegerType);

    private final TwinSearch search;
    private final NearDuplicates rule;

    NearTwins(TwinSearch search, NearDuplicates rule) {
        this.search = search;
        this.rule = rule;
    }

    Dataset<Row> rejected(Dataset<Row> rows, Survivors survivors) {
        Column hash = col(ShardSchema.PERCEPTUAL_HASH);
        Dataset<Row> members = search.cache(
                rows.where(isHash(hash)).select(TO_CANONICAL.apply(hash).as(CANONICAL), survivors.place(hash)));
        Dataset<Row> labels = Groups.of(pairs(members), search);
        Dataset<Row> grouped = members.join(labels, col(CANONICAL).equalTo(col(Groups.NODE)), "left")
                .withColumn(GROUP, coalesce(col(Groups.LABEL), col(CANONICAL)));
        Dataset<Row> others = Survivors.others(grouped, col(GROUP));
        Column apart = DISTANCE.apply(
                col("place").getField(ShardSchema.PERCEPTUAL_HASH),
                col(Survivors.FIRST).getField(ShardSchema.PERCEPTUAL_HASH));
        return Survivors.rejections(others.withColumn("apart", apart), message(col("apart")));
    }

    /** Whether a text is a perceptual hash; a row with another one has no twin. */
    static Column isHash(Column text) {
        return text.rlike("^[0-9a-fA-F]{64}$");
    }

    private Column message(Column apart) {
        Column words = concat(lit("near duplicate of "), Survivors.firstKey(), lit(", "), apart, lit(" bits apart"));
        return concat(
                words, when(apart.gt(rule.maxDistance()), " by way of others").otherwise(""));
    }

    private Dataset<Row> pairs(Dataset<Row> members) {
        HashBands bands = HashBands.of(rule.maxDistance(), rule.bands());
        Dataset<Row> hashes = members.select(CANONICAL).distinct();
        Dataset<Row> found = search.keep(new BandedPairs(bands, rule.maxDistance(), rule.maxNeighbours()).of(hashes));
        Row skipped = found.select(coalesce(sum(BandedPairs.SKIPPED), lit(0L))).first();
        if (skipped.getLong(0) > 0) {
            search.note("near duplicates: " + skipped.getLong(0) + " pairs of hashes in crowded bands were not compared"
                    + " (maxNeighbours " + rule.maxNeighbours() + ")");
        }
        return found.where(col(BandedPairs.SKIPPED).equalTo(0)).select(BandedPairs.LOW, BandedPairs.HIGH);
    }
}
