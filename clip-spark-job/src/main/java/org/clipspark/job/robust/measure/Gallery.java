package org.clipspark.job.robust.measure;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.image.ImageBounds;
import org.clipspark.image.ImageDecoder;
import org.clipspark.image.ImageOutcome;
import org.clipspark.image.Resampler;
import org.clipspark.image.RgbImage;
import org.clipspark.job.data.Sample;
import org.clipspark.job.data.ShardReader;
import org.clipspark.job.embed.ImageChange;
import org.clipspark.job.embed.RowPlace;
import org.clipspark.job.robust.card.Picture;
import org.clipspark.job.robust.corruption.CorruptedImage;
import org.clipspark.job.robust.corruption.CorruptionChoice;
import org.clipspark.job.robust.corruption.ImageCorruption;
import org.clipspark.job.robust.settings.CorruptionSettings;
import org.clipspark.job.robust.settings.RobustnessSettings;
import org.clipspark.model.input.ImageSize;

/** What the changes of images look like, shown on the first clean image. */
public final class Gallery {
    private final CleanSet clean;
    private final Configuration hadoop;

    /** Prepares the gallery. */
    public Gallery(CleanSet clean, Configuration hadoop) {
        this.clean = clean;
        this.hadoop = hadoop;
    }

    /** Addresses of pictures by their captions; none where there is no image. */
    public Map<String, String> pictures() {
        Map<String, String> pictures = new LinkedHashMap<>();
        List<RowPlace> places = clean.images().places();
        Optional<RgbImage> image = places.isEmpty() ? Optional.empty() : image(places.get(0));
        if (image.isPresent()) {
            ImageSize size = clean.imageSize();
            pictures.put("clean", Picture.address(Resampler.centre(image.get(), size.width(), size.height())));
            long seed = places.get(0).seed(clean.settings().seed());
            changes()
                    .forEach((caption, change) ->
                            pictures.put(caption, Picture.address(change.apply(image.get(), seed))));
        }
        return pictures;
    }

    private Map<String, ImageChange> changes() {
        RobustnessSettings settings = clean.settings();
        ImageSize size = clean.imageSize();
        Map<String, ImageChange> changes = new LinkedHashMap<>();
        settings.corruptions().ifPresent(each -> corruptions(each, size, changes));
        settings.typographic()
                .ifPresent(each -> changes.put(
                        "typographic",
                        new TypographicImage(clean.prompts().classNames(), each.size(), size.height(), size.width())));
        return changes;
    }

    private static void corruptions(CorruptionSettings settings, ImageSize size, Map<String, ImageChange> changes) {
        int severity = settings.severities().get(settings.severities().size() - 1);
        for (ImageCorruption corruption : CorruptionChoice.of(settings.names(), settings.plugins())) {
            changes.put(corruption.name() + " " + severity, new CorruptedImage(corruption, severity, size));
        }
    }

    private Optional<RgbImage> image(RowPlace place) {
        ShardReader shards = ShardReader.open(clean.settings().clean().shards(), List.of(), hadoop);
        Iterator<Sample> row = shards.rows(place.split(), place.row(), place.row() + 1);
        return row.hasNext()
                        && new ImageDecoder(ImageBounds.DEFAULT)
                                        .decode(row.next().image())
                                instanceof ImageOutcome.Decoded decoded
                ? Optional.of(decoded.image())
                : Optional.empty();
    }
}
