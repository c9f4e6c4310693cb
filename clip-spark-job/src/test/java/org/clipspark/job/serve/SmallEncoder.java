package org.clipspark.job.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.job.embed.CheckpointSource;
import org.clipspark.job.embed.Encoder;
import org.clipspark.job.embed.SmallCheckpoint;
import org.clipspark.model.input.BytePairTrainer;
import org.clipspark.model.input.ClipTokenizer;

/** Encoders of a tiny model with weights drawn at random. */
final class SmallEncoder {
    private SmallEncoder() {}

    /** Writes its checkpoint there; the caller closes it. */
    static Encoder in(Path folder) throws IOException {
        BytePairTrainer trainer = new BytePairTrainer(530);
        trainer.add("a red circle and a blue square");
        trainer.train(folder.resolve("vocabulary.txt"));
        Path model = Files.writeString(folder.resolve("model.json"), """
                {"embed_dim": 8,
                 "vision_cfg": {"image_size": 32, "patch_size": 16, "width": 16, "layers": 1, "head_width": 16},
                 "text_cfg": {"context_length": 16, "vocab_size": 530, "width": 16, "heads": 1, "layers": 1}}
                """);
        Path checkpoint = SmallCheckpoint.write(folder.resolve("checkpoint"), model, 3);
        Configuration hadoop = new Configuration();
        return Encoder.load(
                CheckpointSource.open(checkpoint.toString(), hadoop),
                ClipTokenizer.load(folder.resolve("vocabulary.txt")),
                2,
                1,
                hadoop);
    }
}
