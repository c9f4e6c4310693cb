package org.clipspark.prep.source;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * One file of a source.
 *
 * @param path where it is
 * @param origin of its first row
 */
record NumberedFile(String path, PairOrigin origin) implements Serializable {
    static List<NumberedFile> of(List<String> files, int source) {
        List<String> names = SourceFiles.shortNames(files);
        List<NumberedFile> numbered = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            numbered.add(new NumberedFile(files.get(i), new PairOrigin(source, names.get(i), 0)));
        }
        return numbered;
    }
}
