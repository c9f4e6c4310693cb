package org.clipspark.prep.source;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.clipspark.prep.shard.PairOrigin;

/**
 * One file of a source.
 *
 * @param path where it is
 * @param origin of its first row
 * @param stamp changes when the file does
 */
record NumberedFile(String path, PairOrigin origin, String stamp) implements Serializable {
    static List<NumberedFile> of(List<FoundFile> files, int source) {
        List<String> names =
                SourceFiles.shortNames(files.stream().map(FoundFile::path).toList());
        List<NumberedFile> numbered = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            FoundFile file = files.get(i);
            numbered.add(new NumberedFile(file.path(), new PairOrigin(source, names.get(i), 0), file.stamp()));
        }
        return numbered;
    }

    /** Names the file, its state and its place among the sources. */
    String id() {
        return origin.source() + "|" + origin.file() + "|" + stamp;
    }
}
