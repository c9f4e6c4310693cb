package org.clipspark.prep.source;

import java.io.Serializable;
import org.apache.hadoop.fs.FileStatus;

/**
 * A file of a source as it was listed.
 *
 * @param path where it is
 * @param stamp changes when the file does
 */
record FoundFile(String path, String stamp) implements Serializable {
    static FoundFile of(FileStatus status) {
        return new FoundFile(status.getPath().toString(), status.getLen() + "@" + status.getModificationTime());
    }
}
