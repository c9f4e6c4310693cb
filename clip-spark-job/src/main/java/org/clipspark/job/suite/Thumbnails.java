package org.clipspark.job.suite;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.image.ImageBounds;
import org.clipspark.image.ImageDecoder;
import org.clipspark.image.ImageOutcome;
import org.clipspark.image.ImageResizer;
import org.clipspark.image.Interpolation;
import org.clipspark.image.ResizeMode;
import org.clipspark.image.RgbEncoder;
import org.clipspark.job.data.Sample;
import org.clipspark.job.data.ShardReader;
import org.clipspark.job.embed.EmbeddedSet;
import org.clipspark.job.embed.RowPlace;
import org.clipspark.job.suite.cell.Findings;

/** Small pictures of the images that findings name, read back from the shards. */
final class Thumbnails {
    private static final int SIZE_PIXELS = 80;
    private static final int JPEG_QUALITY = 80;

    private Thumbnails() {}

    /** Address {@code data:} of a JPEG by key. */
    static Map<String, String> of(Findings findings, EmbeddedSet set, String shards, Configuration hadoop) {
        Set<String> wanted = keys(findings);
        if (wanted.isEmpty()) {
            return Map.of();
        }
        Map<String, Integer> rows = new HashMap<>();
        for (int i = 0; i < set.keys().size(); i++) {
            if (wanted.contains(set.keys().get(i))) {
                rows.put(set.keys().get(i), i);
            }
        }
        ShardReader reader = ShardReader.open(shards, List.of(), hadoop);
        ImageDecoder decoder = new ImageDecoder(ImageBounds.DEFAULT);
        Map<String, String> thumbnails = new TreeMap<>();
        rows.forEach((key, row) -> {
            RowPlace place = set.places().get(row);
            Iterator<Sample> sample = reader.rows(place.split(), place.row(), place.row() + 1);
            if (sample.hasNext() && decoder.decode(sample.next().image()) instanceof ImageOutcome.Decoded decoded) {
                thumbnails.put(key, address(decoded));
            }
        });
        return thumbnails;
    }

    private static String address(ImageOutcome.Decoded decoded) {
        ImageResizer resizer = ImageResizer.of(ResizeMode.KEEP_RATIO_LARGEST, SIZE_PIXELS, Interpolation.AREA)
                .onlyIfBigger();
        byte[] jpeg = RgbEncoder.named("jpg", JPEG_QUALITY).encode(resizer.resize(decoded.image()));
        return "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg);
    }

    private static Set<String> keys(Findings findings) {
        List<String> keys = new ArrayList<>();
        findings.confusions().forEach(confusion -> keys.add(confusion.key()));
        findings.failures().forEach(failure -> {
            keys.add(failure.key());
            keys.add(failure.foundKey());
        });
        return new LinkedHashSet<>(keys);
    }
}
