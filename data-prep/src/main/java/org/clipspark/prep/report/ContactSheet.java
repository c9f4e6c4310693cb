package org.clipspark.prep.report;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.clipspark.image.ImageBounds;
import org.clipspark.image.ImageDecoder;
import org.clipspark.image.ImageOutcome;
import org.clipspark.image.Resampler;
import org.clipspark.image.RgbEncoder;
import org.clipspark.image.RgbImage;
import org.clipspark.prep.shard.ShardManifest;
import org.clipspark.prep.shard.ShardRow;
import org.clipspark.prep.shard.ShardRowReader;
import org.clipspark.prep.shard.ShardSplit;

/**
 * A few rows to look at: the first ones of the first training shard, which the global order makes a random choice.
 *
 * @param samples at most {@link #MOST}
 */
record ContactSheet(List<Sample> samples) {
    static final int MOST = 24;

    private static final int SIDE = 128;
    private static final int QUALITY = 80;

    /**
     * A row.
     *
     * @param key its name
     * @param caption its first caption
     * @param jpeg its picture, Base64
     */
    record Sample(String key, String caption, String jpeg) {}

    ContactSheet {
        samples = List.copyOf(samples);
    }

    static ContactSheet of(String folder, ShardManifest manifest, Configuration hadoop) {
        List<Sample> samples = new ArrayList<>();
        for (ShardManifest.Shard shard : manifest.shards(ShardSplit.TRAIN)) {
            try (ShardRowReader rows = ShardRowReader.whole(new Path(folder, shard.file()), hadoop)) {
                while (rows.hasNext() && samples.size() < MOST) {
                    samples.add(sample(rows.next()));
                }
            }
            if (samples.size() == MOST) {
                break;
            }
        }
        return new ContactSheet(samples);
    }

    private static Sample sample(ShardRow row) {
        String jpeg = "";
        ImageOutcome outcome =
                new ImageDecoder(ImageBounds.DEFAULT).decode(row.image().array());
        if (outcome instanceof ImageOutcome.Decoded decoded) {
            RgbImage small = small(decoded.image());
            jpeg = Base64.getEncoder()
                    .encodeToString(RgbEncoder.named("jpg", QUALITY).encode(small));
        }
        return new Sample(row.key(), row.text().caption(), jpeg);
    }

    private static RgbImage small(RgbImage image) {
        double scale = Math.min(1, (double) SIDE / Math.max(image.width(), image.height()));
        int width = (int) Math.max(1, Math.round(image.width() * scale));
        int height = (int) Math.max(1, Math.round(image.height() * scale));
        return Resampler.bicubic(image, width, height);
    }
}
