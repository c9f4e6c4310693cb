package org.clipspark.prep.place;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** A place as driver and executors both find it: executors of a cluster work in folders of their own. */
public final class SharedPlace {
    private SharedPlace() {}

    /**
     * A relative path within the driver's working directory, as an address; anything else as it is.
     *
     * @param location a path, or an address that Hadoop can open; not empty
     * @throws UncheckedIOException if Hadoop knows no such file system
     */
    public static String of(String location, Configuration hadoop) {
        Path path = new Path(location);
        if (path.toUri().getScheme() != null || path.isAbsolute()) {
            return location;
        }
        try {
            return path.getFileSystem(hadoop).makeQualified(path).toString();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open " + location + ": " + e.getMessage(), e);
        }
    }
}
