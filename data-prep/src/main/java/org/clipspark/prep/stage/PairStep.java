package org.clipspark.prep.stage;

import org.apache.spark.api.java.JavaRDD;
import org.clipspark.prep.source.SourcePair;

/** What happens to pairs before rows are made of them. */
public interface PairStep {
    /** The pairs, in the same partitions and order, some of them rejected. */
    JavaRDD<SourcePair> apply(JavaRDD<SourcePair> pairs);
}
