package org.clipspark.prep.source;

import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.RowStatus;

/**
 * Some images of a file of COCO captions.
 *
 * @param file the file
 * @param rows which of its images
 * @param images those images
 * @param folder of the images, or the empty string where they are to be fetched, or lie beside the file
 * @param maxImageBytes larger images are not read
 */
record CocoPart(NumberedFile file, RowRange rows, List<CocoImage> images, String folder, long maxImageBytes)
        implements SourcePart {
    @Override
    public String id() {
        return file.id() + "|" + rows.id();
    }

    @Override
    public List<String> inputs() {
        return List.of(file.id());
    }

    @Override
    public int source() {
        return file.origin().source();
    }

    @Override
    public Iterator<SourcePair> pairs(Configuration hadoop) {
        String beside = String.valueOf(new Path(file.path()).getParent());
        ImageFolder found = new ImageFolder(folder.isEmpty() ? beside : folder, maxImageBytes, hadoop);
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < images.size();
            }

            @Override
            public SourcePair next() {
                return pair(rows.first() + next, images.get(next++), found);
            }
        };
    }

    private SourcePair pair(long position, CocoImage image, ImageFolder found) {
        PairOrigin origin = new PairOrigin(file.origin().source(), file.origin().file(), position);
        String key = image.id().isEmpty() ? origin.key() : image.id();
        PairText text = new PairText(
                image.captions(), image.url().isEmpty() ? image.file() : image.url(), PairText.NO_LABEL, "");
        // Half a surrogate pair can be spelled in JSON and in nothing else.
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(String.join("\n", image.captions()))) {
            return DescribedRow.invalidUtf8(origin, key);
        }
        if (image.file().isEmpty() && image.url().isEmpty()) {
            RowStatus status = new RowStatus("missing_image", "no entry with this id in images, or none with a file");
            return SourcePair.rejected(origin, key, text, status);
        }
        boolean isLinked =
                image.file().isEmpty() || (folder.isEmpty() && !image.url().isEmpty());
        return isLinked ? SourcePair.linked(origin, key, text) : found.pair(origin, key, image.file(), text);
    }
}
