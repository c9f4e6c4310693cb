package org.clipspark.prep.twin;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Pairs of different hashes within a distance, found by sorting hashes into the buckets of their bands. */
final class BandedPairs implements Serializable {
    static final String LOW = "low";
    static final String HIGH = "high";
    /** Comparisons left out; the row is no pair where this is not 0. */
    static final String SKIPPED = "skipped";

    private static final long serialVersionUID = 1L;
    private static final StructType ENTRY = new StructType()
            .add("bucket", DataTypes.LongType)
            .add("first", DataTypes.LongType)
            .add("second", DataTypes.LongType)
            .add("third", DataTypes.LongType)
            .add("fourth", DataTypes.LongType)
            .add("base", DataTypes.BooleanType);
    private static final StructType PAIR = new StructType()
            .add(LOW, DataTypes.StringType)
            .add(HIGH, DataTypes.StringType)
            .add(SKIPPED, DataTypes.LongType);

    private final HashBands bands;
    private final int maxDistance;
    private final int maxNeighbours;

    BandedPairs(HashBands bands, int maxDistance, int maxNeighbours) {
        this.bands = bands;
        this.maxDistance = maxDistance;
        this.maxNeighbours = maxNeighbours;
    }

    /** Pairs among different canonical hashes, in the only column, as {@link #LOW} and {@link #HIGH}. */
    Dataset<Row> of(Dataset<Row> hashes) {
        Column[] order = new Column[ENTRY.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = col(ENTRY.fieldNames()[i]);
        }
        return hashes.flatMap((FlatMapFunction<Row, Row>) row -> entries(row.getString(0)), Encoders.row(ENTRY))
                .repartition(col("bucket"))
                .sortWithinPartitions(order)
                .mapPartitions((MapPartitionsFunction<Row, Row>) Pairs::new, Encoders.row(PAIR))
                .distinct();
    }

    // A pair of a hash and a mirrored one differs in the same bits whichever of the two is mirrored. So one of them
    // stands
    // in its buckets as it is, and the other is looked up both ways.
    private Iterator<Row> entries(String digits) {
        ImageHash hash = ImageHash.parse(digits).orElseThrow();
        ImageHash mirrored = hash.mirrored();
        List<Row> entries = new ArrayList<>();
        for (int band = 0; band < bands.bands(); band++) {
            entries.add(entry(bands.bucket(hash, band), hash, true));
            for (long bucket : bands.probes(hash, band)) {
                entries.add(entry(bucket, hash, false));
            }
            for (long bucket : bands.probes(mirrored, band)) {
                entries.add(entry(bucket, hash, false));
            }
        }
        return entries.iterator();
    }

    private static Row entry(long bucket, ImageHash hash, boolean base) {
        return RowFactory.create(bucket, hash.first(), hash.second(), hash.third(), hash.fourth(), base);
    }

    /** Reads sorted entries and compares each base with the looked-up hashes before it in its bucket. */
    private final class Pairs implements Iterator<Row> {
        private final Iterator<Row> entries;
        private final Neighbours<ImageHash> probes = new Neighbours<>(maxNeighbours);
        private final Deque<Row> ready = new ArrayDeque<>();
        private long bucket = -1;

        Pairs(Iterator<Row> entries) {
            this.entries = entries;
        }

        @Override
        public boolean hasNext() {
            while (ready.isEmpty() && entries.hasNext()) {
                read(entries.next());
            }
            return !ready.isEmpty();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return ready.removeFirst();
        }

        private void read(Row row) {
            if (row.getLong(0) != bucket) {
                bucket = row.getLong(0);
                probes.clear();
            }
            ImageHash hash = new ImageHash(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
            if (row.getBoolean(5)) {
                compare(hash);
            } else {
                probes.add(hash);
            }
        }

        private void compare(ImageHash base) {
            for (ImageHash probe : probes.entries()) {
                if (!probe.equals(base) && probe.distance(base) <= maxDistance) {
                    boolean isLower = probe.compareTo(base) < 0;
                    String low = (isLower ? probe : base).hex();
                    String high = (isLower ? base : probe).hex();
                    ready.addLast(RowFactory.create(low, high, 0L));
                }
            }
            if (probes.forgotten() > 0) {
                // The bucket and the hash keep the rows apart that would otherwise be one under distinct.
                ready.addLast(RowFactory.create(Long.toHexString(bucket), base.hex(), probes.forgotten()));
            }
        }
    }
}
