package org.clipspark.job;

import org.clipspark.job.train.BuildInfo;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class BuildVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {"clip-spark " + BuildInfo.version() + " (" + BuildInfo.commit() + ")"};
    }
}
