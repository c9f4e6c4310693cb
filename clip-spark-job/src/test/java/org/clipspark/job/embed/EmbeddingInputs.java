package org.clipspark.job.embed;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.image.ImageBounds;
import org.clipspark.image.ImageDecoder;
import org.clipspark.image.ImageOutcome;
import org.clipspark.image.RgbEncoder;
import org.clipspark.image.RgbImage;
import org.clipspark.job.data.Sample;
import org.clipspark.job.data.ShardReader;
import org.clipspark.model.input.ClipTokenizer;
import org.clipspark.prep.shard.ShardSplit;

/** What a job embeds, read and prepared without it. */
record EmbeddingInputs(Path checkpoint, Path vocabulary, Path shards) {
    private static final Configuration HADOOP = new Configuration();

    /** The rows to measure on. */
    List<Sample> samples() {
        ShardReader reader = ShardReader.open(shards.toString(), List.of(), HADOOP);
        Iterator<Sample> rows = reader.rows(ShardSplit.VALIDATION, 0, reader.rows(ShardSplit.VALIDATION));
        return Stream.generate(() -> rows)
                .takeWhile(Iterator::hasNext)
                .map(Iterator::next)
                .toList();
    }

    /** The checkpoint's encoders, one image or text at a time. */
    Encoder encoder(int threads) {
        CheckpointSource source = CheckpointSource.open(checkpoint.toString(), HADOOP);
        return Encoder.load(source, ClipTokenizer.load(vocabulary), 1, threads, HADOOP);
    }

    /** Numbers of an image. */
    static float[] pixels(Encoder encoder, Sample sample) {
        RgbImage image = ((ImageOutcome.Decoded) new ImageDecoder(ImageBounds.DEFAULT).decode(sample.image())).image();
        float[] pixels = new float[encoder.transform().length()];
        encoder.transform().apply(image, 0, pixels, 0);
        return pixels;
    }

    /** A request for a split as it is. */
    EmbeddingRequest request(SplitChoice split, int batchSize) {
        return EmbeddingRequest.of(checkpoint.toString(), vocabulary.toString(), shards.toString(), split, batchSize);
    }

    /** A square of one shade of grey, as PNG. */
    static byte[] png(int shade) {
        byte[] pixels = new byte[24 * 24 * RgbImage.CHANNELS];
        Arrays.fill(pixels, (byte) (8 * shade));
        return RgbEncoder.named("png", 95).encode(new RgbImage(24, 24, pixels));
    }
}
