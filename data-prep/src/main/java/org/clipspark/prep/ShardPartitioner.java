package org.clipspark.prep;

import org.apache.spark.Partitioner;
import org.clipspark.prep.shard.ShardSplit;

/** Gives each file an equal range of hashes: first the training shards, then the validation shards. */
final class ShardPartitioner extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int trainFiles;
    private final int validationFiles;
    private final int firstValidationFile;

    private ShardPartitioner(int trainFiles, int validationFiles, int firstValidationFile) {
        this.trainFiles = trainFiles;
        this.validationFiles = validationFiles;
        this.firstValidationFile = firstValidationFile;
    }

    /** Each split has its own files. */
    static ShardPartitioner ofSplits(int trainFiles, int validationFiles) {
        return new ShardPartitioner(trainFiles, validationFiles, trainFiles);
    }

    /** Both splits share the files. */
    static ShardPartitioner ofAll(int files) {
        return new ShardPartitioner(files, files, 0);
    }

    @Override
    public int numPartitions() {
        return firstValidationFile + validationFiles;
    }

    @Override
    public int getPartition(Object key) {
        RowOrder row = (RowOrder) key;
        return row.split() == ShardSplit.TRAIN
                ? KeyHash.range(row.hash(), trainFiles)
                : firstValidationFile + KeyHash.range(row.hash(), validationFiles);
    }

    ShardSplit split(int partition) {
        return partition < firstValidationFile ? ShardSplit.TRAIN : ShardSplit.VALIDATION;
    }

    /** Number of a partition's file within its split. */
    int fileNumber(int partition) {
        return partition < firstValidationFile ? partition : partition - firstValidationFile;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ShardPartitioner that
                && that.trainFiles == trainFiles
                && that.validationFiles == validationFiles
                && that.firstValidationFile == firstValidationFile;
    }

    @Override
    public int hashCode() {
        return 31 * (31 * trainFiles + validationFiles) + firstValidationFile;
    }
}
