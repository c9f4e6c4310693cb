package org.clipspark.prep.filter;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.clipspark.prep.language.LanguageIdentifier;
import org.clipspark.prep.npy.FloatMatrix;
import org.clipspark.prep.npy.UidList;

/**
 * Functions that rules add to Spark SQL. {@link #WORDS} and {@link #LANGUAGE} are for expressions of users too; those that
 * look into a list are numbered.
 */
final class RuleFunctions implements AutoCloseable {
    /** Number of pieces of a text between white space, as Python's {@code str.split} counts. */
    static final String WORDS = "caption_words";
    /** Language of a text: see {@link LanguageIdentifier#identify}. */
    static final String LANGUAGE = "caption_language";

    // Filters of one session must not share a name: a name means what was registered last.
    private static final AtomicLong NUMBER = new AtomicLong();

    private final SparkSession spark;
    private final List<Broadcast<?>> broadcasts = new ArrayList<>();
    private final List<ListFile> lists = new ArrayList<>();
    private final List<Subset> subsets = new ArrayList<>();

    /** A list of uids that a rule asks for. */
    record Subset(String file, UidList uids) {}

    RuleFunctions(SparkSession spark) {
        this.spark = spark;
        register(WORDS, (String text) -> CaptionWords.count(text), DataTypes.IntegerType);
        register(LANGUAGE, LanguageIdentifier::identify, DataTypes.StringType);
    }

    Configuration hadoop() {
        return JavaSparkContext.fromSparkContext(spark.sparkContext()).hadoopConfiguration();
    }

    /** Lists with a version that rules have read. */
    List<ListFile> lists() {
        return Collections.unmodifiableList(lists);
    }

    /** Lists of uids that rules have read. */
    List<Subset> subsets() {
        return Collections.unmodifiableList(subsets);
    }

    /** The name of a function of text: whether the list names it. */
    String listed(ListFile list, Blocklist.Match by) {
        lists.add(list);
        Set<String> entries = new HashSet<>();
        list.entries()
                .forEach(entry -> entries.add(by == Blocklist.Match.URL ? entry : entry.toLowerCase(Locale.ROOT)));
        Broadcast<Set<String>> shared = broadcast(entries);
        return register(
                switch (by) {
                    case HASH ->
                        (String text) -> shared.value().contains(text.strip().toLowerCase(Locale.ROOT));
                    case URL -> (String text) -> shared.value().contains(text.strip());
                    case DOMAIN -> (String text) -> HostNames.of(text).anyMatch(shared.value()::contains);
                },
                DataTypes.BooleanType);
    }

    /** The name of a function of text: whether one of its words is in the set. */
    String hasWord(Set<String> words) {
        Broadcast<Set<String>> shared = broadcast(words);
        return register(
                (String text) ->
                        CaptionWords.of(text).anyMatch(word -> shared.value().contains(word.toLowerCase(Locale.ROOT))),
                DataTypes.BooleanType);
    }

    /** The name of a function of text: whether it is a uid of the list. */
    String subset(String file, UidList uids) {
        subsets.add(new Subset(file, uids));
        Broadcast<UidList> shared = broadcast(uids);
        return register((String text) -> shared.value().contains(text), DataTypes.BooleanType);
    }

    /** The name of a function of a struct of one list of floats {@code [D]}: the number of the nearest centroid. */
    String nearest(FloatMatrix centroids) {
        Broadcast<FloatMatrix> shared = broadcast(centroids);
        return register(
                (Row row) -> {
                    List<Float> values = row.getList(0);
                    float[] vector = new float[values.size()];
                    for (int i = 0; i < vector.length; i++) {
                        vector[i] = values.get(i);
                    }
                    return shared.value().nearest(vector);
                },
                DataTypes.IntegerType);
    }

    /** A function of something that is there. */
    private interface Function<T, R> extends Serializable {
        R of(T value);
    }

    private <T, R> String register(Function<T, R> function, DataType type) {
        return register("filter_function_" + NUMBER.incrementAndGet(), function, type);
    }

    // Spark may evaluate a function for a row that a condition around it excludes, so null is an answer and no error.
    private <T, R> String register(String name, Function<T, R> function, DataType type) {
        UDF1<T, R> total = value -> value == null ? null : function.of(value);
        spark.udf().register(name, total, type);
        return name;
    }

    private <T> Broadcast<T> broadcast(T value) {
        Broadcast<T> shared =
                JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(value);
        broadcasts.add(shared);
        return shared;
    }

    @Override
    public void close() {
        broadcasts.forEach(shared -> shared.unpersist(false));
    }
}
