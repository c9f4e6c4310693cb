package org.clipspark.job.train;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** A folder of this machine that behaves like an object store: nothing can be renamed. */
public final class ObjectStoreFileSystem extends RawLocalFileSystem {
    /** A configuration that knows addresses such as {@code objects:///folder}. */
    static Configuration configuration() {
        Configuration hadoop = new Configuration();
        hadoop.set("fs.objects.impl", ObjectStoreFileSystem.class.getName());
        return hadoop;
    }

    @Override
    public URI getUri() {
        return URI.create("objects:///");
    }

    @Override
    public String getScheme() {
        return "objects";
    }

    @Override
    public boolean rename(Path from, Path to) throws IOException {
        throw new IOException("an object store cannot rename " + from);
    }
}
