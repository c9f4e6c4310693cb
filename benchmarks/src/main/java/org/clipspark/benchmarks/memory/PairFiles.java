package org.clipspark.benchmarks.memory;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.image.RgbEncoder;
import org.clipspark.image.RgbImage;
import org.clipspark.prep.shard.ImageBytes;
import org.clipspark.prep.shard.PairAttributes;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.PixelSizes;
import org.clipspark.prep.shard.RowStatus;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.shard.ShardWriter;

/** Parquet files of pairs with a few small pictures among them, a key and a caption of its own for each. */
final class PairFiles {
    private static final int PICTURES = 16;
    private static final int SIDE = 72;
    private static final int QUALITY = 90;
    private static final int ROWS_PER_FILE = 20_000;
    private static final long ROW_GROUP_BYTES = 16L << 20;

    private PairFiles() {}

    /** Writes so many rows to a folder. */
    static void write(Path folder, int rows) {
        List<byte[]> pictures = new ArrayList<>();
        for (int i = 0; i < PICTURES; i++) {
            pictures.add(picture(new Random(i)));
        }
        for (int first = 0; first < rows; first += ROWS_PER_FILE) {
            String name = folder.resolve("part-" + first + ".parquet").toString();
            try (ShardWriter writer = ShardWriter.ofPairs(
                    new org.apache.hadoop.fs.Path(name), "0", "jpg", ROW_GROUP_BYTES, new Configuration(false))) {
                for (int i = first; i < Math.min(rows, first + ROWS_PER_FILE); i++) {
                    writer.write(row(i, pictures.get(i % PICTURES)));
                }
                writer.finishUnlisted();
            }
        }
    }

    /** Coarse cells with noise, about 3 kB. */
    private static byte[] picture(Random random) {
        byte[] pixels = new byte[SIDE * SIDE * RgbImage.CHANNELS];
        for (int i = 0; i < pixels.length; i++) {
            int cell = i / RgbImage.CHANNELS % SIDE / 12 * 20;
            pixels[i] = (byte) (cell + random.nextInt(60));
        }
        return RgbEncoder.named("jpg", QUALITY).encode(new RgbImage(SIDE, SIDE, pixels));
    }

    private static ShardRow row(int number, byte[] picture) {
        return new ShardRow(
                "pair-" + number,
                new PairOrigin(0, "pairs", number),
                PairText.NONE.withCaptions(List.of("a made-up picture of cells, number " + number)),
                new ImageBytes(picture),
                new PixelSizes(SIDE, SIDE, SIDE, SIDE),
                "",
                PairAttributes.NONE,
                RowStatus.SUCCESS);
    }
}
