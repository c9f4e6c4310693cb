package org.clipspark.job.embed.search;

import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.clipspark.job.embed.part.EmbeddedPart;
import org.clipspark.job.embed.part.EmbeddedRow;
import org.clipspark.job.embed.part.EmbeddingFolder;
import org.clipspark.job.embed.part.EmbeddingManifest;
import org.clipspark.job.embed.part.EmbeddingVector;

/**
 * Complete embeddings of images that can be searched.
 *
 * @param folder where they are
 * @param manifest what they consist of
 * @param hadoop settings of file systems
 */
public record SearchedImages(EmbeddingFolder folder, EmbeddingManifest manifest, Configuration hadoop) {
    /**
     * Opens a folder.
     *
     * @throws IllegalArgumentException if there are no complete embeddings, or no images among them
     * @throws java.io.UncheckedIOException if the manifest cannot be read
     */
    public static SearchedImages open(String location, Configuration hadoop) {
        EmbeddingFolder folder = new EmbeddingFolder(location);
        EmbeddingManifest manifest = folder.complete(hadoop);
        if (manifest.rows() == 0 || !manifest.sources().containsKey(EmbeddingManifest.SHARDS)) {
            throw new IllegalArgumentException(location + " has no embeddings of images to search");
        }
        return new SearchedImages(folder, manifest, hadoop);
    }

    /** Hands over each row, in the order of the data set; one part is in memory at a time. */
    void forEach(Consumer<EmbeddedRow> consumer) {
        for (EmbeddedPart part : manifest.parts()) {
            folder.read(part, hadoop).forEach(consumer);
        }
    }

    void checkWidth(List<EmbeddingVector> queries) {
        for (EmbeddingVector query : queries) {
            if (query.width() != manifest.embeddingSize()) {
                throw new IllegalArgumentException("A query of width " + query.width()
                        + " cannot be compared with embeddings of width " + manifest.embeddingSize());
            }
        }
    }

    /** Which embeddings these are: their identity, and the digest in the name of each part. */
    String fingerprint() {
        StringBuilder names = new StringBuilder(manifest.wholeIdentity().hash());
        manifest.parts().forEach(part -> names.append(' ').append(part.file()));
        return names.toString();
    }
}
