package org.clipspark.prep.source;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.clipspark.prep.shard.PairOrigin;
import org.clipspark.prep.shard.PairText;
import org.clipspark.prep.shard.RowStatus;

/**
 * A folder that metadata names images in, and the other folders of its file system.
 *
 * @param folder that relative paths begin at
 * @param maxBytes larger images are not read
 * @param hadoop to reach it
 */
record ImageFolder(String folder, long maxBytes, Configuration hadoop) {
    /** The pair of an image, rejected if the path leads to none. */
    SourcePair pair(PairOrigin origin, String key, String path, PairText text) {
        Path base = new Path(folder);
        try {
            Path file = new Path(base, path);
            if (FileBytes.isOnSameFileSystem(file, base)) {
                return FileBytes.pair(origin, key, text, file, maxBytes, hadoop);
            }
            return missing(origin, key, text, "not on the table's file system: " + path);
        } catch (IllegalArgumentException e) {
            return missing(origin, key, text, "not a path: '" + path + "'");
        }
    }

    private static SourcePair missing(PairOrigin origin, String key, PairText text, String detail) {
        return SourcePair.rejected(origin, key, text, new RowStatus("missing_image", detail));
    }
}
