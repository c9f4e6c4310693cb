package org.clipspark.benchmarks.embed;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.benchmarks.throughput.Photos;
import org.clipspark.benchmarks.trainstep.TrainCase;
import org.clipspark.model.ClipModel;
import org.clipspark.model.checkpoint.Checkpoint;
import org.clipspark.model.checkpoint.CheckpointAudit;
import org.clipspark.model.checkpoint.CheckpointFiles;
import org.clipspark.model.compute.Backend;
import org.clipspark.model.compute.BackendSettings;
import org.clipspark.model.compute.ElementType;
import org.clipspark.model.input.BytePairTrainer;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.PairAttributes;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.PixelSizes;
import org.clipspark.prep.shard.RowStatus;
import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.shard.ShardSplit;
import org.clipspark.prep.shard.ShardWriter;

/** Files that an evaluation reads: shards of made-up photographs, a checkpoint drawn at random, a vocabulary. */
record EvaluationData(Path folder, Configuration hadoop) {
    private static final TrainCase CASE = Encoding.CASE;
    private static final long ROW_GROUP_BYTES = 16L << 20;
    private static final int VOCABULARY = 600;

    String shards() {
        return folder.resolve("shards").toString();
    }

    String checkpoint() {
        return folder.resolve("checkpoint").toString();
    }

    String vocabulary() {
        return folder.resolve("vocabulary.txt").toString();
    }

    void write(int rows) {
        writeShards(rows);
        BytePairTrainer trainer = new BytePairTrainer(VOCABULARY);
        for (int row = 0; row < rows; row++) {
            trainer.add(caption(row));
        }
        trainer.train(Path.of(vocabulary()));
        try (Backend backend = Backend.named("onednn", new BackendSettings(ElementType.FLOAT32, 1))) {
            ClipModel model = ClipModel.create(CASE.config(), backend, 1);
            model.initialise(1);
            Checkpoint.save(
                    CheckpointFiles.folder(Path.of(checkpoint())),
                    model.parameters().layout(),
                    Map.of(Checkpoint.MODEL, model.parameterVector()),
                    Map.of(CheckpointAudit.MODEL_CONFIG, CASE.config().toJson()));
        }
    }

    private void writeShards(int rows) {
        List<byte[]> photos = Photos.files();
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(shards(), "validation/shard-00000.parquet");
        try (ShardWriter writer = ShardWriter.ofPairs(file, "0", "jpg", ROW_GROUP_BYTES, hadoop)) {
            for (int row = 0; row < rows; row++) {
                writer.write(row(row, photos.get(row % photos.size())));
            }
            new ShardManifest(
                            ShardManifest.FORMAT_VERSION,
                            "jpg",
                            0,
                            rows,
                            Map.of(),
                            List.of(),
                            List.of(writer.finish(ShardSplit.VALIDATION)))
                    .save(new org.apache.hadoop.fs.Path(shards()), hadoop);
        }
    }

    private static ShardRow row(int number, byte[] photo) {
        return new ShardRow(
                "photo-" + number,
                new PairOrigin(0, "photos", number),
                PairText.NONE.withCaptions(List.of(caption(number))),
                new ImageBytes(photo),
                PixelSizes.NONE,
                "",
                PairAttributes.NONE,
                RowStatus.SUCCESS);
    }

    private static String caption(int row) {
        return "a made-up photograph of a disc before soft colours, number " + row;
    }
}
