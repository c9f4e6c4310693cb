package org.clipspark.prep;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.clipspark.prep.filter.Filters;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.RowStatus;
import org.clipspark.prep.shard.ShardSchema;
import org.clipspark.prep.source.SourcePair;
import org.clipspark.prep.stage.PairStep;
import org.clipspark.prep.stage.StagedColumns;

/** Applies the first filter steps to pairs that are still to be fetched: what they reject costs no download. */
final class EarlyFilter implements PairStep {
    /** Stands for pairs that are none of this step's business. */
    private static final String NOT_ASKED = "not_asked";

    private static final String PAIR = "pair";
    private static final StructType SCHEMA = StagedColumns.SCHEMA.add(PAIR, DataTypes.BinaryType);

    private final SparkSession session;
    private final Filters filters;
    private final CaptionConfig caption;

    EarlyFilter(SparkSession session, Filters filters, CaptionConfig caption) {
        this.session = session;
        this.filters = filters;
        this.caption = caption;
    }

    @Override
    public JavaRDD<SourcePair> apply(JavaRDD<SourcePair> pairs) {
        if (filters.stepNames().isEmpty()) {
            return pairs;
        }
        CaptionConfig captions = caption;
        Dataset<Row> rows = session.createDataFrame(pairs.map(pair -> row(pair, new CaptionRule(captions))), SCHEMA);
        return filters.beforeFetch(rows).toJavaRDD().map(EarlyFilter::pair);
    }

    private static Row row(SourcePair pair, CaptionRule captions) {
        boolean isAsked = pair.isLinked()
                && pair.origin().isTraining()
                && captions.problem(pair.text()).isEmpty();
        PairText text = captions.usable(pair.text());
        List<Object> values = new ArrayList<>();
        for (String name : SCHEMA.fieldNames()) {
            values.add(
                    switch (name) {
                        case ShardSchema.KEY -> pair.key();
                        case ShardSchema.CAPTION -> text.caption();
                        case ShardSchema.CAPTIONS -> text.captions().toArray(String[]::new);
                        case ShardSchema.URL -> text.url();
                        case ShardSchema.STATUS -> isAsked ? RowStatus.SUCCESS.label() : NOT_ASKED;
                        case ShardSchema.LABEL -> text.label() == PairText.NO_LABEL ? null : text.label();
                        case ShardSchema.CLASS -> text.className().isEmpty() ? null : text.className();
                        case ShardSchema.EMBEDDING ->
                            pair.attributes().embedding().isEmpty()
                                    ? null
                                    : pair.attributes().embedding().toArray(Float[]::new);
                        case ShardSchema.SOURCE -> pair.origin().source();
                        case ShardSchema.SOURCE_FILE -> pair.origin().file();
                        case ShardSchema.SOURCE_ROW -> pair.origin().position();
                        case PAIR -> bytes(pair);
                        default ->
                            pair.attributes().tags().containsKey(name)
                                    ? pair.attributes().tags().get(name)
                                    : pair.attributes().scores().get(name);
                    });
        }
        return RowFactory.create(values.toArray());
    }

    private static SourcePair pair(Row row) {
        SourcePair pair = pair(row.<byte[]>getAs(PAIR));
        String status = row.getAs(ShardSchema.STATUS);
        if (status.equals(NOT_ASKED) || status.equals(RowStatus.SUCCESS.label())) {
            return pair;
        }
        String detail = Objects.requireNonNullElse(row.<String>getAs(ShardSchema.ERROR_MESSAGE), "");
        return pair.rejected(new RowStatus(status, detail));
    }

    private static byte[] bytes(SourcePair pair) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(pair);
        } catch (IOException e) {
            throw new IllegalStateException("A pair of a source can always be sent", e);
        }
        return bytes.toByteArray();
    }

    private static SourcePair pair(byte[] bytes) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return (SourcePair) in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new IllegalStateException("What was written a moment ago is a pair", e);
        }
    }
}
