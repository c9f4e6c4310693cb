package org.clipspark.prep.twin;

import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.clipspark.prep.shard.ShardSchema;

/** One walk over sorted clusters: a row goes if it is too close to any row before it. */
final class SemanticPass implements Iterator<Row> {
    /** Comparisons left out for a row. */
    static final String SKIPPED = "skipped";

    /** For each row its origin and, where it goes, the message. */
    static final StructType RESULT = new StructType()
            .add(ShardSchema.SOURCE, DataTypes.IntegerType)
            .add(ShardSchema.SOURCE_FILE, DataTypes.StringType)
            .add(ShardSchema.SOURCE_ROW, DataTypes.LongType)
            .add(ShardSchema.ERROR_MESSAGE, DataTypes.StringType)
            .add(SKIPPED, DataTypes.LongType);

    private final Iterator<Row> rows;
    private final double closest;
    private final Neighbours<Member> before;
    private int cluster = -1;

    /** The survivor is the row itself, or that of the row that it is closest to. */
    private record Member(String key, String survivor, Vector vector) {}

    // A class of its own because a record must not hold an array.
    private static final class Vector {
        private final float[] unit;

        Vector(float[] unit) {
            this.unit = unit;
        }

        double cosine(Vector other) {
            return Embedding.dot(unit, other.unit);
        }
    }

    SemanticPass(Iterator<Row> rows, double epsilon, int maxNeighbours) {
        this.rows = rows;
        this.closest = 1 - epsilon;
        this.before = new Neighbours<>(maxNeighbours);
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public Row next() {
        Row row = rows.next();
        if (row.getInt(0) != cluster) {
            cluster = row.getInt(0);
            before.clear();
        }
        String key = row.getString(5);
        Vector vector = new Vector(Embedding.unit(row.<Float>getList(6)).orElseThrow());
        Optional<Member> twin = nearest(vector);
        long skipped = before.forgotten();
        String survivor = twin.map(Member::survivor).orElse(key);
        before.add(new Member(key, survivor, vector));
        String message = twin.map(other -> message(other, vector)).orElse(null);
        return RowFactory.create(row.getInt(2), row.getString(3), row.getLong(4), message, skipped);
    }

    private Optional<Member> nearest(Vector vector) {
        Optional<Member> nearest = Optional.empty();
        double greatest = closest;
        for (Member member : before.entries()) {
            double cosine = member.vector().cosine(vector);
            if (cosine > greatest) {
                greatest = cosine;
                nearest = Optional.of(member);
            }
        }
        return nearest;
    }

    private static String message(Member twin, Vector vector) {
        String words = String.format(
                Locale.ROOT,
                "semantic duplicate of %s, cosine %.4f",
                twin.key(),
                twin.vector().cosine(vector));
        return twin.key().equals(twin.survivor()) ? words : words + ", by way of which " + twin.survivor() + " stays";
    }
}
